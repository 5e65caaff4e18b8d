import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { PlatformFault, runnerProtocol } from '@unblind/contracts';
import type { Capabilities, ModelStep } from '@unblind/contracts';
import { ImageCache, selectImageProvider } from '@unblind/sandbox';
import type { SandboxName, SandboxProvider } from '@unblind/sandbox';
import { findGpu } from '../hardware/gpu';
import { sharedMachine } from '../hardware/shared-machine';
import type { Log } from '../log';
import { FileReader } from '../reader/file-reader';
import { chooseSandbox } from '../sandbox';
import type { Equipment } from '../steps/task';
import type { Settings } from './settings';
import { version } from './version';

/** The steps that it can take now, and at all: see `Capabilities`. */
interface Takes {
  steps: readonly ModelStep[];
  loops: readonly (readonly ModelStep[])[];
}

export interface Machine {
  equipment: Equipment;
  capabilities: (takes: Takes, secondsLeft: number | null) => Promise<Capabilities>;
}

/** Finds out what this machine can do. */
export async function examineMachine(settings: Settings, work: string, log: Log): Promise<Machine> {
  const { provider, refusal, report } = await chooseSandbox(settings.UNSAFE_LOCAL, log);
  const sandboxes = { models: provider, images: await chooseImageSandbox(settings.CONTAINER_RUNTIME ?? null, log) };
  const reader = new FileReader(provider);
  const folder = join(settings.RUNNER_DIR, 'images');
  const images = new ImageCache(folder, settings.IMAGE_CACHE, (...archive) => reader.unpackImage(...archive));
  await images.open();
  const { gpu, reason: noGpu } = await findGpu(provider, settings.CDI_SPEC_DIRS);
  const fixed = {
    protocol: runnerProtocol,
    version,
    name: settings.RUNNER_NAME,
    labels: settings.RUNNER_LABELS,
    sandboxes: { onnx: provider?.name ?? null, container: sandboxes.images?.name ?? null },
    gpu: gpu && { name: gpu.name, driver: gpu.driver, memoryBytes: gpu.memoryBytes, runsModels: gpu.runsModels, mig: gpu.mig },
    noGpu,
    shared: sharedMachine(settings.RUNNER_TIMES, process.env),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    unsafe: settings.UNSAFE_LOCAL,
    refusal,
    node: process.version,
    report,
  };
  return {
    equipment: { sandboxes, images, reader, gpu, work, cache: settings.RUNNER_DIR },
    capabilities: async ({ steps, loops }, secondsLeft) => ({
      ...fixed,
      steps: [...steps],
      loops: loops.map((group) => [...group]),
      secondsLeft,
      images: await images.space(),
    }),
  };
}

/** Null if this machine cannot run containers: their evaluations wait for another runner. */
async function chooseImageSandbox(runtime: SandboxName | null, log: Log): Promise<SandboxProvider | null> {
  try {
    return await selectImageProvider(runtime);
  } catch (error) {
    if (!(error instanceof PlatformFault)) throw error;
    log.warn({ refusal: `${error.detail.message} ${error.detail.fix}` }, 'this runner takes no containers');
    return null;
  }
}
