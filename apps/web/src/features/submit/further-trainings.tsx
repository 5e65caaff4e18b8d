'use client';

import { useId } from 'react';
import { formatBytes } from '@unblind/contracts';

interface Props {
  most: number;
  files: readonly File[];
  disabled: boolean;
  onChoose: (files: File[]) => void;
}

/** The same method trained from other seeds: sent with the first file, and each run on its own. */
export function FurtherTrainings({ most, files, disabled, onChoose }: Props) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="block text-sm font-medium">
        Further trainings, optional
      </label>
      <p id={`${id}-note`} className="mt-1 text-sm text-muted">
        Up to {most} more models from other seeds. The board shows the mean; spread and ensemble are reported.
      </p>
      <input
        id={id}
        aria-describedby={`${id}-note`}
        type="file"
        accept=".onnx"
        multiple
        disabled={disabled}
        className="mt-2 block w-full text-sm file:mr-4 file:rounded-md file:border file:border-solid file:border-line-strong file:bg-surface file:px-3 file:py-1.5 file:font-medium file:text-ink"
        onChange={(event) => onChoose([...(event.target.files ?? [])].slice(0, most))}
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
