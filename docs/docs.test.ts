import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { markdownFiles, relativeLinks, type MarkdownFile } from './markdown-files';

const root = resolve(__dirname, '..');
const files = markdownFiles(root);
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const isHere = (path: string): boolean => existsSync(join(root, path));
/** What does not hold, each with the file that says it. */
const wrong = (check: (file: MarkdownFile) => string[]): string[] =>
  files.flatMap((file) => check(file).map((problem) => `${file.path}: ${problem}`));

test('each relative link in a Markdown file leads to a file, and to a heading of it', () => {
  expect(files.length).toBeGreaterThan(30);
  const problems = wrong((file) =>
    relativeLinks(file).flatMap(([path, heading]) => {
      const target = path === '' ? file.path : join(dirname(file.path), decodeURI(path));
      // A challenge's pages name each other as the site does, without an ending.
      if (!isHere(target)) return isHere(`${target}.md`) ? [] : [`${path} does not exist`];
      return heading === undefined || headings(target).includes(heading) ? [] : [`${path} has no heading #${heading}`];
    }),
  );
  expect(problems).toEqual([]);
});

/** As GitHub names them. */
const headings = (path: string): string[] =>
  [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\- _]/gu, '')
      .replaceAll(' ', '-'),
  );

test('each source file that a Markdown file names exists in its package, names in capitals aside', () => {
  const problems = wrong(({ path, code }) =>
    code
      .filter((span) => /^[\w.-]+(\/[\w.-]+)*\.(ts|tsx|mjs|cjs|sh|prisma)$/.test(span) && !span.startsWith('.'))
      .filter((span) => !/[A-Z]{3}/.test(span) && !isHere(span) && !isBelow(packageOf(path), span)),
  );
  expect(problems).toEqual([]);
});

/** The nearest folder above with a package.json. */
const packageOf = (path: string): string => (isHere(join(dirname(path), 'package.json')) ? dirname(path) : packageOf(dirname(path)));

/** Does some file under `folder` end in this path? */
function isBelow(folder: string, ending: string): boolean {
  return readdirSync(join(root, folder), { withFileTypes: true }).some((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return false;
    if (isHere(join(folder, ending))) return true;
    return entry.isDirectory() && isBelow(join(folder, entry.name), ending);
  });
}

const Scripts = z.object({
  name: z.string(),
  scripts: z.record(z.string(), z.string()).default({}),
  workspaces: z.array(z.string()).optional(),
});
const manifestOf = (folder: string) => Scripts.parse(JSON.parse(read(join(folder, 'package.json'))));
const workspaces = (manifestOf('.').workspaces ?? []).flatMap((pattern) =>
  pattern.endsWith('/*') ? readdirSync(join(root, dirname(pattern))).map((name) => join(dirname(pattern), name)) : [pattern],
);

test('each folder of tests that a Markdown file names exists', () => {
  const named = ({ code }: MarkdownFile) =>
    code.flatMap((span) => [...span.matchAll(/\bnpx jest ([\w/-]+)/g)].map(([, path = '']) => path));
  expect(files.flatMap(named).length).toBeGreaterThan(5);
  expect(wrong((file) => named(file).filter((path) => !isHere(path)))).toEqual([]);
});

test('each npm script that a Markdown file names exists', () => {
  const problems = wrong(({ code }) =>
    code.flatMap((span) =>
      [...span.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)(?:.*? -w (\S+))?/g)].flatMap(([command, run, builtIn, workspace]) => {
        const folder = workspace === undefined ? '.' : workspaces.find((one) => one === workspace || manifestOf(one).name === workspace);
        return folder !== undefined && (run ?? builtIn ?? '') in manifestOf(folder).scripts ? [] : [command];
      }),
    ),
  );
  expect(problems).toEqual([]);
});

test('each command of unblind that a Markdown file names exists, with its options', () => {
  const problems = wrong(({ code }) =>
    code.flatMap((span) => {
      const [, words] = /^(?:npx )?unblind ([a-z].*)$/.exec(span) ?? [];
      return words === undefined ? [] : commandProblems(words.split(/\s+/));
    }),
  );
  expect(problems).toEqual([]);
}, 120_000);

function commandProblems([command = '', second = '', ...rest]: string[]): string[] {
  if (!commandsIn(help()).includes(command)) return [`unblind ${command} does not exist`];
  const commands = commandsIn(help(command));
  if (commands.length > 0 && !commands.includes(second)) return second === '' ? [] : [`unblind ${command} ${second} does not exist`];
  const text = commands.length > 0 ? help(command, second) : help(command);
  const options = [second, ...rest].flatMap((word) => /^--[a-z-]+/.exec(word) ?? []);
  return options.filter((option) => !text.includes(option)).map((option) => `unblind ${command} has no option ${option}`);
}

const helpTexts = new Map<string, string>();
function help(...command: string[]): string {
  const key = command.join(' ');
  const known = helpTexts.get(key);
  if (known !== undefined) return known;
  const text = execFileSync(process.execPath, [join(root, 'packages/cli/bin/unblind.js'), ...command, '--help'], { encoding: 'utf8' });
  helpTexts.set(key, text);
  return text;
}

function commandsIn(text: string): string[] {
  const [, list = ''] = text.split(/^Commands:$/m);
  return [...list.matchAll(/^ {2}([a-z]+)/gm)].flatMap(([, name]) => (name === undefined || name === 'help' ? [] : [name]));
}

test('each folder that people enter has a README with a heading', () => {
  const top = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^\.|^(node_modules|dist|apps|packages|fixtures|test-results)$/.test(entry.name))
    .map((entry) => entry.name);
  const without = [...new Set([...top, ...workspaces, 'docs/decisions'])].filter(
    (folder) => !isHere(join(folder, 'README.md')) || !read(join(folder, 'README.md')).startsWith('# '),
  );
  expect(without).toEqual([]);
});

test('the index of decisions has a row for each, with its title, date and status', () => {
  const folder = 'docs/decisions';
  const names = readdirSync(join(root, folder)).filter((name) => name !== 'README.md');
  const rows = names.map((name, i) => {
    const [, number = '', title = '', date = '', status = ''] =
      /^# (\d+)\. (.+)\n\nDate: (\d{4}-\d\d-\d\d) · Status: (.+)\n/.exec(read(join(folder, name))) ?? [];
    expect([name.slice(0, 4), Number(number)]).toEqual([String(i + 1).padStart(4, '0'), i + 1]);
    return `| ${number} | [${title}](${name}) | ${date} | ${status} |`;
  });
  expect(read(join(folder, 'README.md')).match(/^\| \d.*$/gm)).toEqual(rows);
});

test('each test that the checklist of flaws names is in the file that it links to', () => {
  const links = [...read('docs/benchmark-flaws.md').matchAll(/\]\(\.\.\/([^)]+)\): ("[^|;]+)/g)];
  const named = links.flatMap(([, path = '', names = '']) => [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => ({ path, name })));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ path, name }) => !read(path).includes(name))).toEqual([]);
});
