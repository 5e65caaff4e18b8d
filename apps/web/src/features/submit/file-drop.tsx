'use client';

import clsx from 'clsx';
import { FileUp } from 'lucide-react';
import { useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import type { DragEvent } from 'react';
import { formatBytes } from '@unblind/contracts';

interface Props {
  accept: string;
  hint: string;
  file: File | null;
  disabled: boolean;
  onChoose: (file: File) => void;
}

/** An area to drop a file on, which is also a button for mouse and keyboard. */
export function FileDrop({ accept, hint, file, disabled, onChoose }: Props) {
  const id = useId();
  const [draggedOver, setDraggedOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  // A file may have been chosen before the page was hydrated.
  const takeEarly = useEffectEvent(() => {
    const early = input.current?.files?.[0];
    if (early) onChoose(early);
  });
  useEffect(() => takeEarly(), []);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setDraggedOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped && !disabled) onChoose(dropped);
  };
  return (
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault();
        setDraggedOver(!disabled);
      }}
      onDragLeave={() => setDraggedOver(false)}
      onDrop={drop}
      className={clsx(
        'flex flex-col items-center rounded-xl border-2 border-dashed px-6 py-10 text-center transition-colors',
        'focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent',
        disabled ? 'cursor-not-allowed opacity-60' : 'cursor-pointer hover:border-accent',
        draggedOver ? 'border-accent bg-accent-soft' : 'border-line-strong/70 bg-surface',
      )}
    >
      <FileUp aria-hidden className="size-7 text-accent" strokeWidth={1.5} />
      {file ? (
        <>
          <span className="mt-3 font-medium break-all">{file.name}</span>
          <span className="numeric mt-0.5 text-sm text-muted">{formatBytes(file.size)}. Choose or drop another to replace it.</span>
        </>
      ) : (
        <>
          <span className="mt-3 font-medium">
            Drop a file here, or <span className="link">choose one</span>
          </span>
          <span className="mt-0.5 text-sm text-muted">{hint}</span>
        </>
      )}
      <input
        ref={input}
        id={id}
        type="file"
        accept={accept}
        disabled={disabled}
        className="sr-only"
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          if (chosen) onChoose(chosen);
          event.target.value = ''; // so that the same file can be chosen again
        }}
      />
    </label>
  );
}
