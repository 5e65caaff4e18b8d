import localFont from 'next/font/local';

export const inter = localFont({
  src: '../../../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  variable: '--font-inter',
  weight: '100 900',
  display: 'swap',
});

/** Greek letters for metric symbols; fetched only by pages that show some. */
export const interGreek = localFont({
  src: '../../../../node_modules/@fontsource-variable/inter/files/inter-greek-wght-normal.woff2',
  variable: '--font-inter-greek',
  weight: '100 900',
  display: 'swap',
  preload: false,
  adjustFontFallback: false,
  declarations: [{ prop: 'unicode-range', value: 'U+0370-03FF' }],
});

/** For titles: the typeface of most papers in the field. */
export const computerModern = localFont({
  src: '../../../../node_modules/katex/dist/fonts/KaTeX_Main-Regular.woff2',
  variable: '--font-computer-modern',
  weight: '400',
  display: 'swap',
  adjustFontFallback: 'Times New Roman',
});
