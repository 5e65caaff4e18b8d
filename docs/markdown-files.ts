import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

const skipped = new Set(['node_modules', 'dist', '.next', '.git', '.unblind', 'fixtures', 'test-results']);

export interface MarkdownFile {
  /** From the root of the repository. */
  path: string;
  /** Without code: what is read as prose. */
  prose: string;
  /** Spans between backticks, and lines of code blocks without their comments. */
  code: string[];
}

/** Every Markdown file under `root`. */
export function markdownFiles(root: string, folder = root): MarkdownFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : markdownFiles(root, path);
    return entry.name.endsWith('.md') ? [{ path: relative(root, path), ...parts(readFileSync(path, 'utf8')) }] : [];
  });
}

function parts(text: string): Omit<MarkdownFile, 'path'> {
  const code: string[] = [];
  const withoutBlocks = text.replace(/^ *```.*\n([^]*?)^ *```/gm, (_, block: string) => {
    code.push(...block.split('\n').map((line) => line.replace(/(^|\s)(#|\/\/).*$/, '').trim()));
    return '';
  });
  const prose = withoutBlocks.replace(/(`+)([^`]+)\1/g, (_, _ticks: string, span: string) => {
    code.push(span.trim());
    return '';
  });
  return { prose, code: code.filter(Boolean) };
}

/** Targets of links and images to files of this repository: [path, heading or undefined]. */
export function relativeLinks({ prose }: MarkdownFile): [path: string, heading: string | undefined][] {
  const targets = [...prose.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^([a-z]+:|\/)/.test(target))
    .map((target) => {
      const [path = '', heading] = target.split('#');
      return [path, heading];
    });
}
