import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Area } from '../areas';
import { Area as AreaName, mayBeReadByUrl } from '../areas';
import { contentDisposition } from '../content-disposition';
import { StorageError, objectMissing, readUrlRefused } from '../errors';
import { PartSizeError } from '../streams';
import { decodeUploadId, expectedPartBytes } from '../uploads';
import type { LocalArea } from './local-area';
import { lengthRequired, linkExpired, refusalOf, refuse, signatureInvalid, storageFull } from './refusals';
import type { SignedLink } from './signing';
import { isSignedBy } from './signing';

export interface SignedRequestOptions {
  publicUrl: string;
  signingKey: string;
  area: (name: Area) => LocalArea;
  /** False where the bytes of a part would use the space that is kept free. */
  hasRoomFor: (bytes: number) => Promise<boolean>;
}

/** Serves only the URLs that the local store signed: PUT of one part of an upload, GET of one object. */
export async function handleSignedRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { publicUrl, signingKey, area, hasRoomFor }: SignedRequestOptions,
): Promise<void> {
  try {
    const parsed = parseLink(request, new URL(publicUrl).pathname);
    if (!parsed || !isSignedBy(signingKey, parsed.link, parsed.signature)) return refuse(request, response, signatureInvalid);
    if (parsed.link.expires * 1000 < Date.now()) return refuse(request, response, linkExpired);
    const { link } = parsed;
    if (link.method === 'PUT' && !(await hasRoomFor(Number(request.headers['content-length'] ?? 0))))
      refuse(request, response, storageFull);
    else if (link.method === 'PUT') await receivePart(request, response, area(link.area), link);
    else await sendObject(request, response, area(link.area), link);
  } catch (error) {
    refuse(request, response, refusalOf(error));
  }
}

/** Reads a link out of the request, whether or not a framework has cut the mount path off its URL. */
function parseLink(request: IncomingMessage, mountPath: string): { link: SignedLink; signature: string } | null {
  if (request.method !== 'PUT' && request.method !== 'GET') return null;
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local');
  const base = mountPath.replace(/\/$/, '');
  const path = pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname;
  const [, areaName, ...segments] = path.split('/');
  const area = AreaName.safeParse(areaName);
  if (!area.success) return null;
  const { expires = '', signature = '', ...parameters } = Object.fromEntries(searchParams);
  return { link: { method: request.method, area: area.data, key: segments.join('/'), parameters, expires: Number(expires) }, signature };
}

async function receivePart(request: IncomingMessage, response: ServerResponse, area: LocalArea, link: SignedLink): Promise<void> {
  const { uploadId = '', partNumber = '' } = link.parameters;
  const expected = expectedPartBytes(decodeUploadId(uploadId), Number(partNumber));
  const announced = request.headers['content-length'];
  if (announced === undefined) return refuse(request, response, lengthRequired); // as on S3, so that a part is never longer than signed
  if (Number(announced) !== expected) throw new PartSizeError(expected, Number(announced));
  const { sha256 } = await area.uploads.writePart(link.key, uploadId, Number(partNumber), request);
  response.writeHead(200, { ETag: `"${sha256}"`, 'Content-Length': '0' }).end();
}

async function sendObject(request: IncomingMessage, response: ServerResponse, area: LocalArea, link: SignedLink): Promise<void> {
  // Who may have it was decided when it was signed.
  if (!mayBeReadByUrl(area.name, 'runner')) throw readUrlRefused(area.name);
  const found = await area.stat(link.key);
  if (!found) throw objectMissing(area.name, link.key);
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': contentDisposition(link.parameters.filename ?? ''),
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-store',
    // Participants' files come from the platform's own origin: never let a browser interpret one.
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  };
  const range = parseRange(request.headers.range, found.bytes);
  const source = range ? await area.getRange(link.key, range) : await area.get(link.key);
  if (range) {
    const contentRange = `bytes ${range.offset}-${range.offset + range.length - 1}/${found.bytes}`;
    response.writeHead(206, { ...headers, 'Content-Length': range.length, 'Content-Range': contentRange });
  } else response.writeHead(200, { ...headers, 'Content-Length': found.bytes });
  await pipeline(source, response);
}

/** Parses one byte range (RFC 9110); for any other header the whole object is served. */
function parseRange(header: string | undefined, bytes: number): { offset: number; length: number } | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  const offset = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (offset <= end) return { offset, length: end - offset + 1 };
  throw new StorageError('range-not-satisfiable', `The file has ${bytes} bytes.`, 'Ask for bytes inside it.');
}
