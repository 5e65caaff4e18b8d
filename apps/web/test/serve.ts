import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Problem } from '@unblind/contracts';

export interface Asked {
  method: string;
  path: string;
  search: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Buffer;
  json: unknown;
}

export interface Answer {
  status?: number;
  json?: unknown;
}

/** By method and path, as 'GET /api/v1/status'; a path may end in `*`. What writes to the response itself answers nothing. */
export type Routes = Record<string, (asked: Asked, response: ServerResponse) => Answer | undefined | Promise<Answer | undefined>>;

declare global {
  var webServer: Server;
}

/** Answers the page's requests from now on, instead of what was served before. Returns what was asked, as it comes. */
export function serve(routes: Routes): Asked[] {
  const requests: Asked[] = [];
  webServer.removeAllListeners('request');
  webServer.on('request', (request: IncomingMessage, response: ServerResponse) => void answer(request, response, { routes, requests }));
  return requests;
}

async function answer(request: IncomingMessage, response: ServerResponse, { routes, requests }: { routes: Routes; requests: Asked[] }) {
  const asked = await read(request);
  requests.push(asked);
  const route = Object.entries(routes).find(([name]) => matches(name, `${asked.method} ${asked.path}`))?.[1];
  const given = route
    ? await route(asked, response)
    : refusal({ status: 404, detail: `The test serves no ${asked.method} ${asked.path}.` });
  if (given === undefined) return;
  response.writeHead(given.status ?? 200, { 'content-type': 'application/json' });
  response.end(given.json === undefined ? undefined : JSON.stringify(given.json));
}

function matches(name: string, asked: string): boolean {
  return name.endsWith('*') ? asked.startsWith(name.slice(0, -1)) : asked === name;
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://page');
  const isJson = request.headers['content-type']?.includes('json');
  const { method = 'GET', headers } = request;
  return { method, path: pathname, search: searchParams, headers, body, json: isJson ? JSON.parse(body.toString()) : undefined };
}

/** What the API answers where it refuses. */
export function refusal(problem: Partial<Problem>): Answer {
  const { status = 400 } = problem;
  return {
    status,
    json: { type: 'about:blank', title: 'Refused', status, code: 'refused', detail: 'No.', fix: 'Ask otherwise.', ...problem },
  };
}
