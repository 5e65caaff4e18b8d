import { renderMarkdown } from './render';

export function Markdown({ text, slug }: { text: string; slug: string }) {
  return <div className="prose" dangerouslySetInnerHTML={{ __html: renderMarkdown(text, slug) }} />;
}
