import clsx from 'clsx';
import type { ComponentProps } from 'react';

type Variant = 'primary' | 'quiet' | 'danger';

const styles: Record<Variant, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong border-transparent',
  quiet: 'bg-surface text-ink border-line-strong/60 hover:bg-sunken',
  danger: 'bg-surface text-bad border-bad/50 hover:bg-bad-soft',
};

/** For links that look like buttons. */
export function buttonClass(variant: Variant = 'primary', extra?: string): string {
  return clsx(
    'inline-flex min-h-10 items-center justify-center gap-2 rounded-md border px-4 text-sm font-medium transition-colors',
    'disabled:cursor-not-allowed disabled:opacity-55',
    styles[variant],
    extra,
  );
}

export function Button({ variant = 'primary', className, type = 'button', ...rest }: ComponentProps<'button'> & { variant?: Variant }) {
  return <button type={type} className={buttonClass(variant, className)} {...rest} />;
}
