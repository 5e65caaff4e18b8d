'use client';

import { useState } from 'react';
import { Button } from '@/ui/button';

interface ConfirmButtonProps {
  label: string;
  /** Where `label` is long and the place narrow. */
  shortLabel?: string;
  /** What will happen, shown before it is done. */
  consequence: string;
  onConfirm: () => Promise<void>;
}

const focus = (button: HTMLButtonElement | null): void => button?.focus();

/** A button for what cannot be undone: it says what will happen, and asks once more. Who uses the keyboard finds themselves on the way out. */
export function ConfirmButton({ label, shortLabel = label, consequence, onConfirm }: ConfirmButtonProps) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  if (!asking)
    return (
      <Button variant="danger" aria-label={label} onClick={() => setAsking(true)}>
        {shortLabel}
      </Button>
    );
  const confirm = () => {
    setBusy(true);
    void onConfirm().finally(() => {
      setBusy(false);
      setAsking(false);
    });
  };
  return (
    <div role="group" aria-label={label} className="space-y-3">
      <p className="max-w-[60ch] text-sm">{consequence}</p>
      <div className="flex flex-wrap gap-3">
        <Button variant="danger" aria-label={label} disabled={busy} onClick={confirm}>
          {shortLabel}
        </Button>
        <Button variant="quiet" ref={focus} disabled={busy} onClick={() => setAsking(false)}>
          Keep everything
        </Button>
      </div>
    </div>
  );
}
