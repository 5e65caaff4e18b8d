import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobProgress, Manifest, OutputContract } from '@unblind/contracts';
import { contractOf, imageContract, inspectSubmission, orderFrom, otherBatches, runImage, runModel } from '@unblind/evaluation';
import type { LocalSplit, ModelResult } from '@unblind/evaluation';
import { imageLimitsFor, selectImageProvider, selectProvider, unpackImage } from '@unblind/sandbox';
import { missingFile } from './missing-file';

interface Run {
  split: LocalSplit;
  viewsDirectory: string;
  onProgress: (progress: JobProgress) => void;
}

/** A model or image that can be run on this machine as the platform would run it. */
export interface LocalModel {
  /** The number of parameters of an ONNX graph; null for a container. */
  parameters: number | null;
  output: OutputContract | undefined;
  run(run: Run): Promise<ModelResult>;
  /** The platform's check of a model that takes batches, after a run: its answers may not depend on their company. @throws ParticipantFault */
  checkBatches?(usual: ModelResult, run: Run): Promise<void>;
}

/** Opens an ONNX model or the archive of a container image (.tar). @throws ParticipantFault, PlatformFault, CliError */
export async function openLocalModel(path: string, manifest: Manifest, { unsafeLocal }: { unsafeLocal: boolean }): Promise<LocalModel> {
  return path.endsWith('.tar') ? openImage(path, manifest) : openGraph(path, manifest, unsafeLocal);
}

async function openGraph(modelPath: string, manifest: Manifest, unsafeLocal: boolean): Promise<LocalModel> {
  const { inspection, binding } = inspectSubmission(await readFile(modelPath).catch(() => noFile(modelPath)), manifest);
  const provider = await selectProvider({ unsafeLocal });
  const model = { manifest, binding, modelPath };
  const run = (of: Run & { batch?: number }) => runModel({ provider, ...model, ...of });
  return {
    parameters: inspection.parameters,
    output: contractOf(manifest, binding),
    run,
    async checkBatches(usual, of) {
      const check = await otherBatches({ ...model, ...of }, join(of.viewsDirectory, 'backwards'), 'cpu');
      await check(usual, (again) => run({ ...of, ...again }));
    },
  };
}

async function openImage(path: string, manifest: Manifest): Promise<LocalModel> {
  const { size } = await stat(path).catch(() => noFile(path));
  const provider = await selectImageProvider();
  const folder = await mkdtemp(join(tmpdir(), 'unblind-image-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const image = await unpackImage(path, join(folder, 'root'), imageLimitsFor(size));
  let runs = 0;
  return {
    parameters: null,
    output: imageContract(manifest),
    async run(run) {
      const inputFolder = join(folder, `input-${runs++}`);
      await mkdir(inputFolder);
      return runImage({ provider, manifest, image, inputFolder, order: orderFrom('local'), ...run });
    },
  };
}

function noFile(path: string): never {
  throw missingFile(path);
}
