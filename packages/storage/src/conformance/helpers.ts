import { createHash, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { Readable } from 'node:stream';
import type { Area } from '../areas';
import type { Storage, StorageArea } from '../port';

export interface StorageUnderTest {
  /** A fresh, prepared store that is granted all areas. */
  storage: Storage;
  /** The same store, opened with the credentials of these areas only. */
  restrictedTo(areas: readonly Area[]): Storage;
  close(): Promise<void>;
}
/** Each part of the suite asks for the store when its tests run, not when they are declared. */
export type Subject = () => StorageUnderTest;

export const MiB = 1024 * 1024;
export const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');
export const put = (url: string, body: Buffer): Promise<Response> => fetch(url, { method: 'PUT', body: Uint8Array.from(body) });

export async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const source: AsyncIterable<Buffer> = stream;
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function keysOf(area: StorageArea, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of area.list(prefix)) keys.push(key);
  return keys;
}

/** Starts a PUT that announces all of `body`, sends `sentBytes` of it and hangs up. */
export async function cutPut(url: string, body: Buffer, sentBytes: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const outgoing = request(url, { method: 'PUT', headers: { 'Content-Length': body.length } });
    outgoing.on('error', () => resolve()).on('close', () => resolve());
    outgoing.write(body.subarray(0, sentBytes), () => setTimeout(() => outgoing.destroy(), 100));
  });
}

export const newKey = (): string => `${randomUUID()}/model.onnx`;
