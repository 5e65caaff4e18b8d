import { KeyRound, ShieldOff } from 'lucide-react';
import Link from 'next/link';
import { getMe, getStatus } from '@/lib/api/queries';

/** Warnings that are shown on every page. */
export async function Banners() {
  const [status, me] = await Promise.all([getStatus(), getMe()]);
  return (
    <>
      {status?.unsafe && (
        <p role="status" className="bg-bad-soft text-bad">
          <span className="mx-auto flex max-w-[78rem] items-center gap-2.5 px-4 py-2 text-sm font-medium sm:px-8">
            <ShieldOff aria-hidden className="size-4 shrink-0" />
            This platform runs submissions without a sandbox.
          </span>
        </p>
      )}
      {me?.mustChangePassword && (
        <p role="status" className="bg-warn-soft text-warn">
          <span className="mx-auto flex max-w-[78rem] items-center gap-2.5 px-4 py-2 text-sm font-medium sm:px-8">
            <KeyRound aria-hidden className="size-4 shrink-0" />
            <span>
              You signed in with a one-time password.{' '}
              <Link href="/account" className="underline underline-offset-2">
                Choose your own
              </Link>{' '}
              before you continue.
            </span>
          </span>
        </p>
      )}
    </>
  );
}
