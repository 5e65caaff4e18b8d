import { InvalidArgumentError } from 'commander';

/** The value of --archived. */
export function parseVersion(text: string): number {
  const version = Number(text);
  if (Number.isInteger(version) && version > 0) return version;
  throw new InvalidArgumentError('Expected a whole number, as `unblind challenge versions` lists them.');
}

export function versionQuery(version: number | undefined): string {
  return version === undefined ? '' : `?version=${version}`;
}
