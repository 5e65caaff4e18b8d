import { Pause, Play } from 'lucide-react';
import { formatBytes } from '@unblind/contracts';
import { Button } from '@/ui/button';
import { ProgressBar } from '@/ui/progress-bar';
import type { BusyState } from './use-submit';

interface Props {
  state: BusyState;
  onPause: () => void;
  onResume: () => void;
}

const stepLabels = {
  hashing: 'Reading the file',
  uploading: 'Uploading',
  paused: 'Paused',
  submitting: 'Uploaded and verified; submitting',
};

export function UploadProgress({ state, onPause, onResume }: Props) {
  const { step } = state;
  return (
    <div className="rounded-xl border border-line bg-surface p-5">
      <div className="numeric flex items-baseline justify-between gap-4 text-sm">
        <span role="status" className="font-medium">
          {stepLabels[step]}
        </span>
        {step !== 'submitting' && (
          <span className="text-muted">
            {formatBytes(state.done)} of {formatBytes(state.total)}
          </span>
        )}
      </div>
      <div className="mt-3">
        {step === 'submitting' ? (
          <ProgressBar label={stepLabels[step]} done={1} total={1} />
        ) : (
          <ProgressBar label={stepLabels[step]} done={state.done} total={state.total} />
        )}
      </div>
      <div className="mt-4 flex items-center gap-4 text-sm text-muted">
        {step === 'uploading' && (
          <Button variant="quiet" onClick={onPause}>
            <Pause aria-hidden className="size-4" /> Pause
          </Button>
        )}
        {step === 'paused' && (
          <Button onClick={onResume}>
            <Play aria-hidden className="size-4" /> Resume
          </Button>
        )}
        {(step === 'uploading' || step === 'paused') && (
          <span>The parts that have arrived are kept for a day, even if you close this page.</span>
        )}
      </div>
    </div>
  );
}
