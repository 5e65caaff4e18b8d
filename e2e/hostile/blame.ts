import { sandboxed, type Attack, type Target } from './attack';

/** What the programs that build sandboxes print when they fail, with the codes they then exit with. */
const said: Record<string, { text: string; codes: number[] }> = {
  'bwrap:': { text: 'bwrap: Creating new namespace failed: Operation not permitted', codes: [1] },
  'runc run failed:': { text: '{"level":"error","msg":"runc run failed: unable to start container process"}', codes: [1, 125, 126, 127] },
  'the launcher:': { text: 'launcher: line 7: /sys/fs/cgroup/memory/cgroup.procs: Permission denied', codes: [1, 2, 255] },
};

/** A command that prints this must stay the participant's, or every failure is free and is tried again. */
export const blameAttacks: Attack[] = Object.entries(said).map(([name, { text, codes }]) => ({
  name: `blame the platform by printing "${name} ..."`,
  expected: 'contained',
  async run(target) {
    for (const code of codes) {
      // A sandbox that takes this for its own failure throws, which is a verdict of its own.
      const { exitCode, stderrTail } = await say(target, text, code);
      if (exitCode !== code || stderrTail.trim() !== text) return `not made: exit code ${exitCode}, ${stderrTail}`;
    }
    return 'contained';
  },
  /** The rule that was in force once: what stderr begins with. */
  async control(target) {
    const { exitCode, stderrTail } = await say(target, text, codes[0] ?? 1);
    return exitCode !== 0 && stderrTail.startsWith(text.slice(0, 6)) ? 'got: the platform is blamed, by its own words' : 'contained';
  },
}));

const say = (target: Target, text: string, code: number) => sandboxed(target, ['sh', '-c', `echo '${text}' >&2; exit ${code}`]);
