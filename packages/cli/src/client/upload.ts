import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { UploadView } from '@unblind/contracts';
import { CliError, exitCodes } from '../exit-codes';
import type { ApiClient } from './api-client';
import { reasonOf } from './api-client';

const MAX_ATTEMPTS = 5;

/** Uploads a file in parts, resuming an interrupted upload of the same file; the platform verifies its sha256. */
export async function uploadFile(api: ApiClient, path: string, onProgress: (done: number, total: number) => void): Promise<UploadView> {
  const { size: bytes } = await stat(path).catch(() => {
    throw new CliError(exitCodes.usage, `There is no file ${path}.`, 'Check the path.', 'file-missing');
  });
  const request = { filename: basename(path), bytes, sha256: await sha256Of(path) };
  const upload = await api.post('/uploads', request, UploadView);
  if (upload.state === 'complete') return upload;
  let done = upload.parts.reduce((sum, part) => sum + (part.received ? part.bytes : 0), 0);
  onProgress(done, bytes);
  const file = await open(path, 'r');
  try {
    for (const part of upload.parts.filter(({ received }) => !received)) {
      const body = Buffer.alloc(part.bytes);
      await file.read(body, 0, part.bytes, part.offset);
      await sendPart(new URL(part.url, `${api.url}/`), body);
      done += part.bytes;
      onProgress(done, bytes);
    }
  } finally {
    await file.close();
  }
  return api.post(`/uploads/${upload.id}/complete`, {}, UploadView);
}

async function sendPart(url: URL, body: Buffer<ArrayBuffer>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const failure = await fetch(url, { method: 'PUT', body }).then(
      (response) => (response.ok ? null : `the storage responded with status ${response.status}`),
      (error: unknown) => reasonOf(error),
    );
    if (failure === null) return;
    if (attempt === MAX_ATTEMPTS)
      throw new CliError(
        exitCodes.platform,
        `A part could not be uploaded: ${failure}.`,
        'Run the command again: the parts that have arrived are kept.',
        'upload-cut',
      );
    await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 100));
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  const chunks: AsyncIterable<Buffer> = createReadStream(path);
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}
