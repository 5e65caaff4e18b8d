import type { Metadata } from 'next';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { AuthPage } from '@/features/accounts/auth-page';
import { nextPath } from '@/features/accounts/next-path';
import { SignUpForm } from '@/features/accounts/sign-up-form';
import { getMe } from '@/lib/api/queries';

export const metadata: Metadata = { title: 'Sign up' };

export default async function SignUpPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const next = nextPath((await searchParams).next);
  if (await getMe()) redirect(next);
  return (
    <AuthPage
      title="Create an account"
      below={
        <>
          Already have an account?{' '}
          <Link href={`/sign-in?next=${encodeURIComponent(next)}`} className="link">
            Sign in
          </Link>
        </>
      }
    >
      <SignUpForm next={next} />
    </AuthPage>
  );
}
