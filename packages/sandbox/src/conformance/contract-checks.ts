import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { profile } from '../profile';
import { expectThat, MiB, type ConformanceCheck } from './context';

/** Guarantees of every provider, including the unsafe one. */
export const contractChecks: ConformanceCheck[] = [
  {
    name: 'an exit code is returned',
    async check(context) {
      const { exitCode, signal, limitHit } = await context.node('process.exit(7)');
      expectThat(exitCode === 7 && signal === null && limitHit === null, `exit code ${exitCode}, signal ${signal}, limit ${limitHit}`);
    },
  },
  {
    name: 'a crash is distinguished from an exit',
    async check(context) {
      const { exitCode, signal, limitHit } = await context.node('process.abort()');
      expectThat(exitCode === null && signal !== null && limitHit === null, `exit code ${exitCode}, signal ${signal}, limit ${limitHit}`);
    },
  },
  {
    name: 'a command that prints what the sandbox prints, and exits as it does, is not taken for a failure of the sandbox',
    async check(context) {
      for (const said of ['bwrap: Creating new namespace failed: Operation not permitted', '{"level":"error","msg":"runc run failed"}'])
        for (const code of [1, 125, 255]) {
          const { exitCode, stderrTail } = await context.node(`fs.writeSync(2, ${JSON.stringify(said)}); process.exit(${code})`);
          expectThat(exitCode === code && stderrTail === said, `exit code ${exitCode}, stderr '${stderrTail}'`);
        }
    },
  },
  {
    name: 'stdin arrives and stdout comes back',
    async check(context) {
      const stdin = Buffer.from(Array.from({ length: 400_000 }, (_, index) => index % 251));
      const { stdout } = await context.run(['cat'], { stdin });
      expectThat(stdout.equals(stdin), `${stdin.length} bytes sent, ${stdout.length} came back`);
    },
  },
  {
    name: 'stdout is passed on as it arrives, the end of stderr is kept',
    async check(context) {
      let bytes = 0;
      const script = 'process.stdout.write("a".repeat(100000)); process.stderr.write("b".repeat(100000) + "end")';
      const { stdout, stderrTail } = await context.node(script, { onOutput: (chunk) => (bytes += chunk.length) });
      expectThat(bytes === 100_000 && stdout.length === 0, `${bytes} bytes handed over, ${stdout.length} collected`);
      expectThat(stderrTail.length === profile.stderrTailBytes && stderrTail.endsWith('end'), `a tail of ${stderrTail.length} bytes`);
    },
  },
  {
    name: 'mounts show files and folders at their targets',
    async check(context) {
      mkdirSync(join(context.folder, 'views'));
      writeFileSync(join(context.folder, 'views/x.txt'), 'in a folder');
      writeFileSync(join(context.folder, 'model'), 'a file');
      const mounts = [
        { source: join(context.folder, 'views'), target: '/in' },
        { source: join(context.folder, 'model'), target: '/model/model.onnx' },
      ];
      const { stdout, stderrTail } = await context.run(['cat', './in/x.txt', './model/model.onnx'], { mounts });
      expectThat(stdout.toString() === 'in a foldera file', `read '${stdout.toString()}' ${stderrTail}`);
    },
  },
  {
    name: "the command's environment is the profile's and nothing else",
    quick: true,
    async check(context) {
      const names = await context.answer('return Object.keys(process.env).filter((name) => name !== "PWD").sort()');
      const expected = Object.keys(profile.environment).sort();
      expectThat(JSON.stringify(names) === JSON.stringify(expected), `the environment holds ${JSON.stringify(names)}`);
    },
  },
  {
    name: 'only the three streams are open',
    async check(context) {
      const { stdout } = await context.run(['ls', '/proc/self/fd']);
      // Descriptor 3 is the folder that ls has open.
      expectThat(stdout.toString().trim().split('\n').join() === '0,1,2,3', `open: ${stdout.toString().trim().split('\n').join()}`);
    },
  },
  {
    name: 'no core is dumped',
    async check(context) {
      const { stdout } = await context.run(['cat', '/proc/self/limits']);
      const limit = /Max core file size\s+(\w+)\s+(\w+)/.exec(stdout.toString());
      expectThat(Number(limit?.[1]) <= 1 && Number(limit?.[2]) <= 1, `core files may have ${limit?.[1]} bytes`);
    },
  },
  {
    name: 'too much memory ends the run as a memory limit',
    quick: true,
    async check(context) {
      // At most one gibibyte, so that a missing limit does not take the machine down.
      const script = 'const all = []; for (let i = 0; i < 256; i++) all.push(Buffer.alloc(4 << 20, 1))';
      const { limitHit, exitCode, usage } = await context.node(script, { limits: { memoryBytes: 192 * MiB } });
      expectThat(limitHit === 'memory' && exitCode !== 0, `limit ${limitHit}, exit code ${exitCode}`);
      expectThat((usage.peakMemoryBytes ?? 0) > 64 * MiB, `a peak of ${usage.peakMemoryBytes} bytes was measured`);
    },
  },
  {
    name: 'too much wall time ends the run as a wall limit',
    async check(context) {
      const { limitHit, usage } = await context.run(['sleep', '60'], { limits: { wallSeconds: 0.5 } });
      expectThat(limitHit === 'wall' && usage.wallSeconds < 5, `limit ${limitHit} after ${usage.wallSeconds} s`);
    },
  },
  {
    name: 'too much CPU time ends the run as a CPU limit',
    async check(context) {
      const { limitHit, usage } = await context.node('for (;;);', { limits: { cpuSeconds: 0.5 } });
      expectThat(
        limitHit === 'cpu' && usage.cpuSeconds >= 0.5 && usage.cpuSeconds < 3,
        `limit ${limitHit} after ${usage.cpuSeconds} CPU s`,
      );
    },
  },
  {
    name: 'a flood on stdout or stderr ends the run as an output limit',
    async check(context) {
      const onStdout = await context.run(['yes'], { limits: { outputBytes: 200_000 } });
      expectThat(
        onStdout.limitHit === 'output' && onStdout.stdout.length <= 200_000,
        `limit ${onStdout.limitHit}, ${onStdout.stdout.length} bytes`,
      );
      const onStderr = await context.run(['sh', '-c', 'exec yes >&2'], { limits: { outputBytes: 200_000 } });
      expectThat(onStderr.limitHit === 'output', `limit ${onStderr.limitHit}`);
    },
  },
  {
    name: 'an abort ends the run with its reason',
    async check(context) {
      const aborting = new AbortController();
      setTimeout(() => aborting.abort(new Error('cancelled by its owner')), 200);
      const started = performance.now();
      const outcome = await context.run(['sleep', '60'], { signal: aborting.signal }).catch((error: unknown) => String(error));
      expectThat(outcome === 'Error: cancelled by its owner', `it ended as ${JSON.stringify(outcome)}`);
      expectThat(performance.now() - started < 5000, 'it went on');
    },
  },
];
