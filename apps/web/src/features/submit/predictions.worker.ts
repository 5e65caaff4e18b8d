import { ParticipantFault } from '@unblind/contracts';
import { BrowserFile, NotReadHere, readPredictions } from '@unblind/tensors/browser';
import type { PredictionsAnswer, PredictionsRequest } from './check-predictions';

/** Reads a file of predictions in a worker, piece by piece, so that a large one freezes no page. */
addEventListener('message', ({ data: { file, filename, wanted } }: MessageEvent<PredictionsRequest>) => {
  void readPredictions(new BrowserFile(file), filename, wanted).then(
    () => postMessage({ read: true } satisfies PredictionsAnswer),
    (error: unknown) => postMessage(answerTo(error)),
  );
});

function answerTo(error: unknown): PredictionsAnswer {
  if (error instanceof ParticipantFault) return { fault: error.detail };
  if (error instanceof NotReadHere) return { unread: true };
  return { unreadable: String(error) };
}
