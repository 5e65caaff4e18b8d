import { FaultDetail } from '@unblind/contracts';
import type { ChallengeKind, OutputContract } from '@unblind/contracts';
import type { WantedPredictions } from '@unblind/tensors/browser';
import { askWorker } from './ask-worker';
import type { SplitSize } from './split-sizes';

export interface PredictionsRequest {
  file: File;
  filename: string;
  wanted: WantedPredictions;
}
export type PredictionsAnswer = { read: true } | { fault: FaultDetail } | { unread: true } | { unreadable: string };

export interface PredictionsCheck {
  /** The size that the file has, with the phases that ask for it; null where this browser cannot tell. */
  fits: { rows: number; phases: string[] } | null;
  /** What is wrong with it, where it fits no phase. */
  fault: FaultDetail | null;
}

interface Rules {
  kind: ChallengeKind;
  outputs: readonly OutputContract[];
  sizes: readonly SplitSize[];
}

/** Reads the file as the platform will, for each size that a phase asks for until one fits. */
export async function checkPredictions(file: File, { kind, outputs, sizes }: Rules): Promise<PredictionsCheck> {
  const classes = outputs.find((output) => output.classes)?.classes;
  let fault: FaultDetail | null = null;
  for (const { rows, entries } of distinct(sizes)) {
    const wanted = { kind, rows, entries, outputs, classes };
    const found = await askWorker(newWorker, { file, filename: file.name, wanted }, parseAnswer);
    if (found === 'read') {
      const phases = sizes.filter((size) => size.rows === rows && size.entries === entries).map(({ phase }) => phase);
      return { fits: { rows, phases }, fault: null };
    }
    if (found === 'unread') return { fits: null, fault: null };
    // Of several phases, the one whose size the file has says what else is wrong with it.
    if (fault === null || fault.code === 'predictions-length') fault = found;
  }
  return { fits: null, fault };
}

const newWorker = () => new Worker(new URL('./predictions.worker.ts', import.meta.url), { type: 'module' });

const distinct = (sizes: readonly SplitSize[]): SplitSize[] =>
  sizes.filter((size, at) => sizes.findIndex(({ rows, entries }) => rows === size.rows && entries === size.entries) === at);

function parseAnswer(answer: unknown): FaultDetail | 'read' | 'unread' {
  if (typeof answer === 'object' && answer !== null) {
    if ('read' in answer) return 'read';
    if ('unread' in answer) return 'unread';
    if ('fault' in answer) return FaultDetail.parse(answer.fault);
  }
  throw new Error('The browser could not read the file. Has it been moved or changed since it was chosen?');
}
