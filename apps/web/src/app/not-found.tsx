import Link from 'next/link';
import { buttonClass } from '@/ui/button';

export const metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <div className="pt-20">
      <p className="label-text">404</p>
      <h1 className="mt-2 font-title text-4xl">Page not found</h1>
      <p className="mt-4 max-w-[55ch] text-muted">The page may have moved, or only its owner can see it: sign in if it is yours.</p>
      <p className="mt-8 flex flex-wrap gap-3">
        <Link href="/" className={buttonClass('primary')}>
          See the challenges
        </Link>
        <Link href="/sign-in" className={buttonClass('quiet')}>
          Sign in
        </Link>
      </p>
    </div>
  );
}
