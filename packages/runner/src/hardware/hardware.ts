import { cpus, totalmem } from 'node:os';
import { hardwareClass } from '@unblind/contracts';
import type { Hardware } from '@unblind/contracts';
import type { TimingEnvironment } from '@unblind/sandbox';
import type { Gpu } from './gpu';

/**
 * Describes the hardware of a timing; `gpu` is the GPU that the submission used. Models compute in the precision of their graphs: the
 * engine is not told to lower it.
 */
export function hardwareOf({ onnxruntime, executionProvider, threads, node, sandbox }: TimingEnvironment, gpu: Gpu | null): Hardware {
  const cpu = cpus()[0]?.model.trim() ?? 'unknown';
  const hardware = {
    cpu,
    coresUsed: threads,
    cores: cpus().length,
    memoryBytes: totalmem(),
    gpu: gpu && { name: gpu.name, mig: gpu.mig, driver: gpu.driver, memoryBytes: gpu.memoryBytes },
    onnxruntime,
    executionProvider,
    precision: 'as the graph says',
    sandbox,
    node,
  };
  return { ...hardware, class: hardwareClass(hardware) };
}
