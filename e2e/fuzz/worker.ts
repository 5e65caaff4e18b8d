import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { namedStream } from '@unblind/random';
import { mutated } from './mutate';
import { readers, type Reader } from './readers';

export interface Report {
  reader: string;
  inputs: number;
  /** Accepted, and refused by the reader's own error. */
  read: number;
  refused: number;
  /** CPU time of the slowest input. */
  slowestMs: number;
  /** How far the process grew beyond its size after the first inputs. */
  grownMiB: number;
  /** By number of the input, the first few. */
  findings: string[];
}

/** Far above what any input of 64 KiB takes, collecting garbage included. */
const mostMs = 1000;
const mostFindings = 10;
const warmUp = 200;
const MiB = 1024 ** 2;

/** Input n is the same in every run: it is drawn by the reader's name and n. */
export async function fuzz(name: string, inputs: number, from: number, onProgress: (done: number) => void): Promise<Report> {
  const reader = readers[name];
  if (!reader) throw new Error(`Expected one of ${Object.keys(readers).join(', ')}, got '${name}'.`);
  const sources = await reader.sources();
  const folder = mkdtempSync(join(tmpdir(), 'unblind-fuzz-'));
  const path = join(folder, 'input');
  const report: Report = { reader: name, inputs: 0, read: 0, refused: 0, slowestMs: 0, grownMiB: 0, findings: [] };
  const find = (at: number, what: string) => {
    if (report.findings.length < mostFindings) report.findings.push(`input ${at}: ${what}`);
  };
  let size = Infinity;
  for (let at = from; at < from + inputs; at++) {
    const random = namedStream(`fuzz/${name}/${at}`);
    const source = sources[random.integer(sources.length)];
    const changed = mutated(source?.seeds ?? [], random);
    const bytes = (await source?.wrap?.(changed)) ?? changed;
    const before = process.cpuUsage();
    const outcome = await outcomeOf(reader, bytes, path);
    if (outcome === 'read' || outcome === 'refused') report[outcome]++;
    else find(at, outcome);
    const { user, system } = process.cpuUsage(before);
    report.slowestMs = Math.max(report.slowestMs, (user + system) / 1000);
    if (user + system > mostMs * 1000) find(at, `took ${(user + system) / 1000} ms`);
    report.inputs++;
    if (report.inputs === warmUp) size = process.memoryUsage.rss();
    if (report.inputs % 1000 === 0) onProgress(at + 1);
  }
  rmSync(folder, { recursive: true });
  const peak = process.resourceUsage().maxRSS * 1024;
  report.grownMiB = Math.max(0, Math.round((peak - Math.min(size, peak)) / MiB));
  return report;
}

/** 'read', 'refused' by the reader's own error, or what else was thrown. */
async function outcomeOf({ read, refusals }: Reader, bytes: Uint8Array, path: string): Promise<string> {
  try {
    return (await read(bytes, path)) === false ? 'refused' : 'read';
  } catch (error) {
    if (refusals.some((own) => error instanceof own)) return 'refused';
    return error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' ') : String(error);
  }
}
