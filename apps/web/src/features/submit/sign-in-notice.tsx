import Link from 'next/link';
import { buttonClass } from '@/ui/button';
import { Notice } from '@/ui/notice';

export function SignInNotice({ slug }: { slug: string }) {
  const next = encodeURIComponent(`/challenges/${slug}/submit`);
  return (
    <Notice title="Sign in to submit">
      <p>The check above works without an account, and your file stays in your browser.</p>
      <p className="flex flex-wrap gap-3 pt-3">
        <Link href={`/sign-in?next=${next}`} className={buttonClass('primary')}>
          Sign in
        </Link>
        <Link href={`/sign-up?next=${next}`} className={buttonClass('quiet')}>
          Create an account
        </Link>
      </p>
    </Notice>
  );
}
