import { cpus, totalmem } from 'node:os';
import type { Hardware } from '@unblind/contracts';
import type { TimingEnvironment } from '@unblind/sandbox';
import type { Gpu } from './gpu';

/** What a timing was made on. Models compute in the precision that their graphs say; the engine is not told to lower it. */
export function hardwareOf({ onnxruntime, executionProvider, threads, node, sandbox }: TimingEnvironment, gpu: Gpu | null): Hardware {
  const cpu = cpus()[0]?.model.trim() ?? 'unknown';
  const used = executionProvider === 'cpu' ? null : gpu;
  return {
    class: used ? used.name : `${cpu}, ${threads} ${threads === 1 ? 'core' : 'cores'}`,
    cpu,
    coresUsed: threads,
    cores: cpus().length,
    memoryBytes: totalmem(),
    gpu: used && { name: used.name, driver: used.driver, memoryBytes: used.memoryBytes },
    ...{ onnxruntime, executionProvider, precision: 'as the graph says', sandbox, node },
  };
}
