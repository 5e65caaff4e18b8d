import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import type { TestApi } from './api';

const bin = resolve(__dirname, '../../../packages/cli/bin/unblind.js');

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the command line against the API with a home of its own and a text on standard input. */
export function runCommand({ url }: TestApi, home: string, args: readonly string[], input = ''): Promise<Ended> {
  const { UNBLIND_TOKEN: _, ...env } = process.env;
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [bin, ...args],
      { env: { ...env, XDG_CONFIG_HOME: home, UNBLIND_URL: url } },
      (error, stdout, stderr) => done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}
