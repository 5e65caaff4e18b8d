import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PlatformFault } from '@unblind/contracts';
import { z } from 'zod';

/** Where the files of a data set can be downloaded without an account. */
export interface Origins {
  /** A record of zenodo.org and a pattern for the names of its files. */
  zenodo?: readonly { record: number; files: RegExp }[];
  /** Single files. */
  files?: readonly { name: string; url: string }[];
}

export interface FetchRequest {
  origins: Origins;
  /** Target folder; files that exist and are complete are not downloaded again. */
  folder: string;
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
  /** The address of Zenodo, for tests. */
  zenodo?: string;
}

interface Download {
  name: string;
  url: string;
  /** Size and checksum, if the origin publishes them. */
  md5?: string;
  bytes?: number;
}

const Record = z.object({
  files: z.array(
    z.object({
      key: z.string().regex(/^[\w.-]+$/),
      size: z.number(),
      checksum: z.string().regex(/^md5:[0-9a-f]{32}$/),
      links: z.object({ self: z.string() }),
    }),
  ),
});

/** Downloads a data set from its publisher. @throws PlatformFault if the publisher cannot be reached, or sends a different file */
export async function fetchSources({
  origins,
  folder,
  onProgress,
  signal,
  zenodo = 'https://zenodo.org',
}: FetchRequest): Promise<string[]> {
  const downloads: Download[] = [...(origins.files ?? [])];
  for (const { record, files } of origins.zenodo ?? []) downloads.push(...(await filesOfRecord(zenodo, record, files, signal)));
  await mkdir(folder, { recursive: true });
  const total = downloads.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  let done = 0;
  for (const download of downloads) {
    const path = join(folder, download.name);
    if (!(await isThere(path, download)))
      await fetchFile(download, path, (bytes) => onProgress?.(done + bytes, Math.max(total, done + bytes)), signal);
    done += download.bytes ?? 0;
  }
  return downloads.map(({ name }) => name);
}

async function filesOfRecord(zenodo: string, record: number, wanted: RegExp, signal?: AbortSignal): Promise<Download[]> {
  const url = `${zenodo}/api/records/${record}`;
  const answer: unknown = await (await get(url, signal)).json().catch(() => null);
  const about = Record.safeParse(answer);
  const files = about.data?.files.filter(({ key }) => wanted.test(key)) ?? [];
  if (files.length === 0)
    throw new PlatformFault('data-missing', {
      message: `${url} does not list the files.`,
      expected: `names like ${wanted.source}`,
      fix: 'Download them by hand and give their folder with --from.',
    });
  return files.map(({ key, size, checksum, links }) => ({ name: key, url: links.self, bytes: size, md5: checksum.slice('md5:'.length) }));
}

async function get(url: string, signal?: AbortSignal): Promise<Response> {
  const unreachable = (why: string) =>
    new PlatformFault('data-missing', {
      message: `${url} cannot be fetched: ${why}.`,
      fix: 'Check the network, or download the files elsewhere and give their folder with --from.',
    });
  const response = await fetch(url, signal ? { signal } : {}).catch((error: unknown) => {
    signal?.throwIfAborted();
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw unreachable(cause || 'there is no network');
  });
  if (!response.ok) throw unreachable(`the answer is ${response.status}`);
  return response;
}

async function fetchFile(
  { name, url, md5, bytes }: Download,
  path: string,
  tell: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const partial = `${path}.partial`;
  const hash = createHash('md5');
  let received = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      hash.update(chunk);
      tell((received += chunk.length));
      next(null, chunk);
    },
  });
  const { body } = await get(url, signal);
  try {
    if (body) await pipeline(Readable.fromWeb(body), count, createWriteStream(partial), ...(signal ? [{ signal }] : []));
    const got = hash.digest('hex');
    if (received === 0 || (md5 !== undefined && got !== md5))
      throw new PlatformFault('data-missing', {
        message: `${name} did not arrive whole.`,
        ...(md5 === undefined ? {} : { expected: `${bytes} bytes, md5 ${md5}`, got: `${received} bytes, md5 ${got}` }),
        fix: 'Run the command again.',
      });
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}

/** True if the file exists and matches the size and checksum that the origin publishes, if any. */
async function isThere(path: string, { md5, bytes }: Download): Promise<boolean> {
  const about = await stat(path).catch(() => null);
  if (!about || (bytes !== undefined && about.size !== bytes)) return false;
  if (md5 === undefined) return about.size > 0;
  const hash = createHash('md5');
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) hash.update(part);
  return hash.digest('hex') === md5;
}
