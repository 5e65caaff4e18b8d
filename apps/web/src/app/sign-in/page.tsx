import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { AuthPage } from '@/features/accounts/auth-page';
import { nextPath } from '@/features/accounts/next-path';
import { SignInForm } from '@/features/accounts/sign-in-form';
import { getMe } from '@/lib/api/queries';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const next = nextPath((await searchParams).next);
  if (await getMe()) redirect(next);
  return (
    <AuthPage
      title="Sign in"
      below={
        <>
          New here?{' '}
          <Link href={`/sign-up?next=${encodeURIComponent(next)}`} className="link">
            Create an account
          </Link>
        </>
      }
    >
      <SignInForm next={next} />
    </AuthPage>
  );
}
