import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import type { Options as Schema } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';
import { rewriteForSite } from './rewrite';
import { typesetMath } from './typeset-math';

const schema = {
  ...defaultSchema,
  attributes: {
    ...defaultSchema.attributes,
    // The classes that remark-math gives to formulas; KaTeX needs them.
    code: [['className', /^language-./, 'math-inline', 'math-display']],
  },
} satisfies Schema;

/**
 * Renders an organiser's Markdown as safe HTML: raw HTML is dropped, the rest is sanitised, and formulas are typeset last,
 * because KaTeX's markup is trusted and the organiser's is not.
 */
export function renderMarkdown(markdown: string, slug: string): string {
  const file = unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkMath)
    .use(remarkRehype)
    .use(rehypeSanitize, schema)
    .use(rewriteForSite, slug)
    .use(typesetMath)
    .use(rehypeStringify, { allowDangerousHtml: true })
    .processSync(markdown);
  return String(file);
}
