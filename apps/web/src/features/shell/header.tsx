import Link from 'next/link';
import { getMe } from '@/lib/api/queries';
import { AccountMenu } from './account-menu';
import { Logo } from './logo';
import type { Theme } from './theme';
import { ThemeMenu } from './theme-menu';

const navLink = 'rounded-md px-2 py-1.5 text-sm text-muted hover:text-ink';

export async function Header({ theme }: { theme: Theme }) {
  const me = await getMe();
  return (
    <header className="border-b border-line bg-paper">
      <div className="mx-auto flex h-15 max-w-[78rem] items-center gap-1 px-4 sm:gap-2 sm:px-8">
        <Link href="/" className="mr-1 flex items-center gap-2 rounded-md sm:mr-5" aria-label="Unblind, home">
          <Logo className="w-7 text-accent" />
          <span className="font-title text-[1.35rem] leading-none">Unblind</span>
        </Link>
        <nav aria-label="Main" className="flex items-center">
          <Link href="/#challenges" className={navLink}>
            Challenges
          </Link>
          <a href="/api/v1/docs" className={`${navLink} hidden sm:inline`}>
            API
          </a>
        </nav>
        <div className="ml-auto flex items-center gap-0.5 sm:gap-1.5">
          <ThemeMenu initial={theme} />
          {me ? (
            <AccountMenu me={me} />
          ) : (
            <>
              <Link href="/sign-in" className={navLink}>
                Sign in
              </Link>
              <Link
                href="/sign-up"
                className="hidden min-h-9 items-center rounded-md border border-line-strong/60 px-3 text-sm font-medium hover:bg-sunken sm:inline-flex"
              >
                Sign up
              </Link>
            </>
          )}
        </div>
      </div>
    </header>
  );
}
