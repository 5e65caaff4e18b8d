import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Sources that allow a page's inline scripts by the sha256 of their text, and its other scripts by their origin. */
export function scriptSources(html: string): string[] {
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g)].map(([, text = '']) => text);
  const hashes = inline.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  return ["'self'", ...new Set(hashes)];
}

let stored: ReadonlyMap<string, readonly string[]> | null = null;

/**
 * The script sources of a page that the build rendered and that is served as it is stored: it has no place for a nonce. Null for any other
 * page.
 */
export function storedScriptSources(path: string): readonly string[] | null {
  stored ??= readStored(join(/* turbopackIgnore: true */ process.cwd(), '.next'));
  return stored.get(path) ?? null;
}

function readStored(folder: string): ReadonlyMap<string, readonly string[]> {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'prerender-manifest.json'), 'utf8'));
  const routes = typeof manifest === 'object' && manifest !== null && 'routes' in manifest ? Object.keys(manifest.routes ?? {}) : [];
  return new Map(
    routes.flatMap((route) => {
      const html = readPage(join(folder, 'server/app', `${route === '/' ? 'index' : route}.html`));
      return html === null ? [] : [[route, scriptSources(html)]];
    }),
  );
}

/** Null for a route that is not a page. */
function readPage(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
