import { findProgram } from '../programs';

/** What keeps a runtime from holding what `profile.ts` promises, measured where it could be. */
const reasons: Readonly<Record<string, string>> = {
  crun: 'it refuses hybrid hierarchies of control groups, and elsewhere removes the group with the container, before what was used is read',
  runsc: "the threads of its own kernel would be counted in place of the container's processes",
};

/** A sentence for each runtime that is installed and not chosen. */
export function runtimesNotUsed(): string[] {
  return Object.entries(reasons).flatMap(([name, reason]) =>
    findProgram(name) === null ? [] : [`${name} is installed and not used: ${reason}`],
  );
}
