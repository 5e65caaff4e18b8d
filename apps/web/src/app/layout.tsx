import 'katex/dist/katex.min.css';
import './globals.css';
import clsx from 'clsx';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { Banners } from '@/features/shell/banners';
import { Footer } from '@/features/shell/footer';
import { Header } from '@/features/shell/header';
import { parseTheme, themeCookie } from '@/features/shell/theme';
import { computerModern, inter, interGreek } from './fonts';

export const metadata: Metadata = {
  title: { default: 'Unblind', template: '%s · Unblind' },
  description: 'Open benchmarks and challenges for machine learning in high-energy physics, with error bars.',
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfbf9' },
    { media: '(prefers-color-scheme: dark)', color: '#0f1114' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(themeCookie)?.value);
  return (
    <html
      lang="en"
      data-theme={theme === 'system' ? undefined : theme}
      className={clsx(inter.variable, interGreek.variable, computerModern.variable)}
    >
      <body className="flex min-h-dvh flex-col">
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:absolute focus:top-3 focus:left-3 focus:z-50 focus:rounded-md focus:bg-surface focus:px-4 focus:py-2"
        >
          Skip to the content
        </a>
        <Banners />
        <Header theme={theme} />
        <main id="content" tabIndex={-1} className="mx-auto w-full max-w-[78rem] flex-1 px-4 outline-none sm:px-8">
          {children}
        </main>
        <Footer />
      </body>
    </html>
  );
}
