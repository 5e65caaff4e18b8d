import clsx from 'clsx';
import { useId } from 'react';
import type { ComponentProps, ReactNode } from 'react';

const inputClass =
  'w-full rounded-md border border-line-strong bg-surface px-3 py-2 text-base text-ink placeholder:text-muted/80 sm:text-sm';

interface Wrapped {
  label: string;
  hint?: ReactNode;
  error?: string;
}

function Wrapper({ id, label, hint, error, children }: Wrapped & { id: string; children: ReactNode }) {
  return (
    <div>
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      <div className="mt-1.5">{children}</div>
      {error ? (
        <p id={`${id}-note`} className="mt-1.5 text-sm text-bad">
          {error}
        </p>
      ) : (
        hint && (
          <p id={`${id}-note`} className="mt-1.5 text-sm text-muted">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

export function TextField({ label, hint, error, className, ...rest }: Wrapped & ComponentProps<'input'>) {
  const id = useId();
  return (
    <Wrapper id={id} label={label} hint={hint} error={error}>
      <input
        id={id}
        aria-describedby={hint || error ? `${id}-note` : undefined}
        aria-invalid={!!error}
        className={clsx(inputClass, className)}
        {...rest}
      />
    </Wrapper>
  );
}

export function TextArea({ label, hint, error, className, ...rest }: Wrapped & ComponentProps<'textarea'>) {
  const id = useId();
  return (
    <Wrapper id={id} label={label} hint={hint} error={error}>
      <textarea id={id} aria-describedby={hint || error ? `${id}-note` : undefined} className={clsx(inputClass, className)} {...rest} />
    </Wrapper>
  );
}

export function SelectField({ label, hint, error, className, children, ...rest }: Wrapped & ComponentProps<'select'>) {
  const id = useId();
  return (
    <Wrapper id={id} label={label} hint={hint} error={error}>
      <select
        id={id}
        aria-describedby={hint || error ? `${id}-note` : undefined}
        className={clsx(inputClass, 'min-h-10', className)}
        {...rest}
      >
        {children}
      </select>
    </Wrapper>
  );
}
