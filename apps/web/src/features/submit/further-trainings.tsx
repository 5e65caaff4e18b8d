'use client';

import { useId } from 'react';
import { formatBytes } from '@unblind/contracts';

interface Props {
  max: number;
  files: readonly File[];
  disabled: boolean;
  onChoose: (files: File[]) => void;
}

/** Chooses further models of the same method, trained with other seeds. They are sent with the first file and run separately. */
export function FurtherTrainings({ max, files, disabled, onChoose }: Props) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="block text-sm font-medium">
        Further trainings (optional)
      </label>
      <p id={`${id}-note`} className="mt-1 text-sm text-muted">
        Up to {max} more models trained with other seeds. The board shows the mean; the submission&apos;s page also shows spread and
        ensemble.
      </p>
      <input
        id={id}
        aria-describedby={`${id}-note`}
        type="file"
        accept=".onnx"
        multiple
        disabled={disabled}
        className="mt-2 block w-full text-sm file:mr-4 file:rounded-md file:border file:border-solid file:border-line-strong file:bg-surface file:px-3 file:py-1.5 file:font-medium file:text-ink"
        onChange={(event) => onChoose([...(event.target.files ?? [])].slice(0, max))}
      />
      {files.length > 0 && (
        <ul className="numeric mt-3 space-y-1 text-sm text-muted">
          {files.map((file) => (
            <li key={file.name}>
              {file.name}, {formatBytes(file.size)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
