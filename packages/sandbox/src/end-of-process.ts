import { constants } from 'node:os';

/** How a command ended, if a wrapper (bubblewrap, a shell) reports death by signal n as exit code 128 + n. */
export function endOf(ended: { exitCode: number | null; signal: string | null }): { exitCode: number | null; signal: string | null } {
  const { exitCode } = ended;
  const name = Object.entries(constants.signals).find(([, number]) => exitCode === 128 + number)?.[0];
  return name === undefined ? ended : { exitCode: null, signal: name };
}
