/**
 * Reads one file of a participant in a process of its own, without the runner's environment, credentials or event loop, and within
 * limits. The task comes on stdin; the answer goes to stdout, and the runner checks it as it would any stranger's.
 */
import { readFileSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { PlatformFault, asFault } from '@unblind/contracts';
import { inspectSubmission, kindOf } from '@unblind/evaluation';
import { unpackImage } from '@unblind/sandbox';
import { encodeNpy } from '@unblind/tensors';
import { ReaderTask, readyLine, type ReaderAnswer } from './reader-task';

function write(bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(1, bytes, done);
}

async function read(task: ReaderTask): Promise<{ answer: ReaderAnswer; data: Buffer[] }> {
  switch (task.read) {
    case 'model':
      return { answer: inspectSubmission(await readFile(task.path), task.manifest), data: [] };
    case 'predictions': {
      const { path, filename, ...context } = task;
      const predictions = await kindOf(context.manifest.kind).readFile?.(path, filename, context);
      if (!predictions)
        throw new PlatformFault('internal', {
          message: `Challenges of kind ${context.manifest.kind} take no files of predictions.`,
          fix: 'Nothing is wrong with your file.',
        });
      const files = Object.entries(predictions).map(([name, { dtype, shape, data }]) => ({ name, npy: encodeNpy(dtype, shape, data) }));
      const tensors = files.map(({ name, npy }) => ({ name, bytes: npy.length }));
      return { answer: { tensors }, data: files.map(({ npy }) => npy) };
    }
    case 'image': {
      const { root: _root, ...image } = await unpackImage(task.path, task.root, task.limits);
      return { answer: { image }, data: [] };
    }
  }
}

async function main(): Promise<void> {
  const task = ReaderTask.parse(JSON.parse(readFileSync(0, 'utf8')));
  write(Buffer.from(`${readyLine}\n`));
  const { answer, data } = await read(task).catch((error: unknown) => {
    // Too large for this process, which the runner sees from its end.
    if (error instanceof RangeError) throw error;
    return { answer: { fault: asFault(error).detail }, data: [] };
  });
  write(Buffer.from(`${JSON.stringify(answer)}\n`));
  for (const bytes of data) write(bytes);
}

void main();
