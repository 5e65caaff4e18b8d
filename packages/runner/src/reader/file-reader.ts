import { rm } from 'node:fs/promises';
import { PlatformFault } from '@unblind/contracts';
import type { ContractBinding, Inspection, Manifest } from '@unblind/contracts';
import type { FileContext, Predictions } from '@unblind/evaluation';
import { UnsafeLocalProvider } from '@unblind/sandbox';
import type { ImageLimits, SandboxProvider, UnpackedImage } from '@unblind/sandbox';
import { parseNpy } from '@unblind/tensors';
import { bytesOf, readerLimits, runReader } from './run-reader';

const MiB = 1024 ** 2;
const file = './in/file';
const mountOf = (source: string) => [{ source, target: '/in/file' }];

/**
 * Reads participants' files in processes of their own, so that no file can stop or exhaust the runner. Models and predictions are read
 * in the sandbox; on a machine without one, and for images, whose files the runner must own, a process with limits has to do.
 */
export class FileReader {
  private readonly bounded = new UnsafeLocalProvider();

  /** @param sandbox null if this machine has none */
  constructor(private readonly sandbox: SandboxProvider | null) {}

  /** @throws ParticipantFault for the first problem to fix */
  async inspectModel(
    path: string,
    manifest: Manifest,
    signal?: AbortSignal,
  ): Promise<{ inspection: Inspection; binding: ContractBinding }> {
    const { answer } = await runReader(this.sandbox ?? this.bounded, {
      task: { read: 'model', path: file, manifest },
      mounts: mountOf(path),
      limits: readerLimits({ memoryBytes: 512 * MiB + 3 * bytesOf(path) }),
      expected: 'an ONNX model',
      signal,
    });
    if (!('inspection' in answer)) throw wrongAnswer();
    return answer;
  }

  /** @throws ParticipantFault */
  async readPredictions(path: string, filename: string, context: FileContext, signal?: AbortSignal): Promise<Predictions> {
    const numbers = Math.max(context.rows, context.entries) * (context.manifest.scoring.classes?.length ?? 4);
    const { answer, data } = await runReader(this.sandbox ?? this.bounded, {
      task: { read: 'predictions', path: file, filename, ...context },
      mounts: mountOf(path),
      limits: readerLimits({ memoryBytes: 512 * MiB + 64 * numbers, outputBytes: 8 * numbers }),
      expected: `predictions for ${context.rows} rows`,
      signal,
    });
    if (!('tensors' in answer)) throw wrongAnswer();
    let at = 0;
    return Object.fromEntries(answer.tensors.map(({ name, bytes }) => [name, parseNpy(data.subarray(at, (at += bytes)))]));
  }

  /** @throws ParticipantFault */
  async unpackImage(archive: string, root: string, limits: ImageLimits): Promise<UnpackedImage> {
    try {
      const { answer } = await runReader(this.bounded, {
        task: { read: 'image', path: archive, root, limits },
        // Decompressing and hashing 50 MB a second is slow for any machine.
        limits: readerLimits({ memoryBytes: 1024 * MiB, wallSeconds: 120 + limits.unpackedBytes / 50e6 }),
        expected: 'the archive of an image',
      });
      if (!('image' in answer)) throw wrongAnswer();
      return { ...answer.image, root };
    } catch (error) {
      await rm(root, { recursive: true, force: true });
      throw error;
    }
  }
}

function wrongAnswer(): PlatformFault {
  return new PlatformFault('internal', {
    message: 'The process that reads files answered another question.',
    fix: 'Nothing is wrong with your file.',
  });
}
