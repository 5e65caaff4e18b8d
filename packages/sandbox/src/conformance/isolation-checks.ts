import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { systemFolders } from '../linux/system-folders';
import { profile } from '../profile';
import {
  expectGone,
  expectThat,
  hostProcesses,
  MiB,
  sandboxedProcesses,
  type CheckContext,
  type ConformanceCheck,
  type HostProcess,
} from './context';

/** Guarantees of sandboxes only. */
export const isolationChecks: ConformanceCheck[] = [
  {
    name: "the runner's environment is nowhere in /proc",
    quick: true,
    async check(context) {
      const own = readFileSync('/proc/self/environ', 'latin1').split('\0');
      const script = `const all = fs.readdirSync("/proc").filter((name) => /^(\\d+|self)$/.test(name)).map((pid) => {
        try { return fs.readFileSync("/proc/" + pid + "/environ", "latin1"); } catch { return ""; } });
        return all.join("").split("\\0")`;
      const seen = z.array(z.string()).parse(await context.answer(script));
      expectThat(seen.includes('HOME=/tmp'), 'it does not even see its own');
      const profiled = Object.entries(profile.environment).map(([name, value]) => `${name}=${value}`);
      const leaked = own.filter((entry) => entry !== '' && !profiled.includes(entry) && seen.includes(entry));
      expectThat(leaked.length === 0, `read in /proc: ${leaked.map((entry) => entry.split('=')[0]).join(', ')}`);
    },
  },
  {
    name: 'no other process is visible',
    async check(context) {
      const count = await context.answer('return fs.readdirSync("/proc").filter((name) => /^\\d+$/.test(name)).length');
      expectThat(Number(count) <= 2, `${String(count)} processes are visible`);
    },
  },
  { name: 'there is no network', quick: true, check: hasNoNetwork },
  { name: 'there is no network, not even to this host', check: cannotReachHost },
  {
    name: "the runner's files and the truth are not visible",
    quick: true,
    async check(context) {
      const truth = join(context.folder, 'truth.npy');
      writeFileSync(truth, 'labels', { mode: 0o600 });
      const script = `const there = (path) => { try { fs.accessSync(path); return true } catch { return false } };
        return ${JSON.stringify([truth, ...hiddenFolder(context, process.cwd())])}.filter(there)
          .concat(["/etc/shadow", "/proc/1/root/etc/shadow"].filter((path) => { try { return fs.readFileSync(path) } catch { return false } }))`;
      expectThat(JSON.stringify(await context.answer(script)) === '[]', `seen inside: ${JSON.stringify(await context.answer(script))}`);
    },
  },
  {
    name: 'nothing of the host is visible but the mounts of the run and folders of shared libraries',
    quick: true,
    async check(context) {
      const seen = z.array(z.string()).parse(await context.answer(listWhatIsNotMounted(context.mountsOf())));
      expectThat(seen.length === 0, `also visible: ${seen.slice(0, 20).join(', ')}`);
    },
  },
  { name: 'nothing but /tmp can be written', quick: true, check: cannotWrite },
  {
    name: 'the command has no capabilities, gains no privileges and runs under a system-call filter',
    quick: true,
    async check(context) {
      const status = String(await context.answer('return fs.readFileSync("/proc/self/status", "utf8")'));
      const held = [...status.matchAll(/^Cap(\w+):\s+(\w+)$/gm)].filter((match) => !/^0+$/.test(match[2] ?? ''));
      expectThat(held.length === 0, `capabilities: ${held.map((match) => match[0]).join(', ')}`);
      // Read with setpriv, because the sandbox's own kernel (gVisor) need not show it in /proc.
      const { stdout } = await context.run(['setpriv', '--dump']);
      expectThat(/^no_new_privs: 1$/m.test(stdout.toString()), 'new privileges can be gained');
      expectThat(/^Seccomp:\s+2$/m.test(status), 'there is no system-call filter');
    },
  },
  {
    name: 'the command cannot create namespaces or mounts',
    async check(context) {
      for (const command of [
        ['unshare', '--user', 'true'],
        ['mount', '-t', 'tmpfs', 'none', '/tmp'],
        ['chroot', '/tmp', 'true'],
      ]) {
        const { exitCode } = await context.run(command);
        expectThat(exitCode !== 0, `\`${command.join(' ')}\` worked`);
      }
    },
  },
  {
    name: 'the command is not root on the host',
    async check(context) {
      if (process.getuid?.() !== 0) return; // Without root, nothing that the runner starts is root.
      let seen: HostProcess[] = [];
      const { exitCode } = await context.node('fs.writeSync(1, "up"); setTimeout(() => 0, 1000)', {
        onOutput: () => (seen = sandboxedProcesses()),
      });
      const roots = seen.filter(({ uid }) => uid === 0);
      expectThat(exitCode === 0 && seen.length > 0, `exit code ${exitCode}, ${seen.length} of its processes were seen`);
      expectThat(roots.length === 0, `${roots.length} of its ${seen.length} processes belong to root`);
    },
  },
  {
    name: 'the host name is not visible',
    async check(context) {
      const inside = await context.answer('return os.hostname()');
      expectThat(inside !== hostname() && inside !== '', `it is called ${String(inside)}`);
    },
  },
  { name: '/tmp is bounded', check: (context) => boundedFolder(context, '/tmp', 8 * MiB) },
  { name: '/dev/shm is bounded', check: (context) => boundedFolder(context, '/dev/shm', 16 * MiB) },
  {
    name: 'a file that one run leaves in /tmp is gone in the next',
    async check(context) {
      await context.node('try { fs.writeFileSync("/tmp/left", "x") } catch {}');
      const there = await context.answer('return fs.existsSync("/tmp/left")');
      expectThat(there === false, 'it is still there');
    },
  },
  {
    name: 'a fork bomb is bounded',
    async check(context) {
      const token = `bomb-${randomUUID()}`;
      // At most two hundred processes, so that a missing limit does not take the machine down.
      const script = `i=0; while [ $i -lt 200 ]; do sleep 5 & i=$((i+1)); done; wait; : ${token}`;
      const running = context.run(['sh', '-c', script], { limits: { processes: 32, wallSeconds: 20 } });
      let most = 0;
      const counting = setInterval(() => (most = Math.max(most, hostProcesses(token).length)), 20);
      const { limitHit, exitCode } = await running.finally(() => clearInterval(counting));
      expectThat(limitHit === 'processes' || exitCode !== 0, `limit ${limitHit}, exit code ${exitCode}`);
      expectThat(limitHit !== 'wall' && most <= 40, `limit ${limitHit}, ${most} processes were counted`);
      await expectGone(token);
    },
  },
  {
    name: 'a thread bomb is bounded',
    async check(context) {
      const script =
        'const { Worker } = require("worker_threads"); for (let i = 0; i < 500; i++) new Worker("setInterval(() => 0, 1e3)", { eval: true })';
      const limits = { processes: 40, wallSeconds: 60, memoryBytes: 2048 * MiB };
      const { limitHit, exitCode } = await context.node(script, { limits });
      expectThat(limitHit !== 'wall' && (limitHit === 'processes' || exitCode !== 0), `limit ${limitHit}, exit code ${exitCode}`);
    },
  },
  {
    name: 'processes that the command leaves running die with it',
    async check(context) {
      const token = `daemon-${randomUUID()}`;
      await context.run(['sh', '-c', `(setsid sh -c 'sleep 300; : ${token}' > /dev/null 2>&1 &) ; exit 0`]);
      await expectGone(token);
      await context.run(['sh', '-c', `sh -c 'sleep 300; : ${token}' & sleep 300`], { limits: { wallSeconds: 0.5 } });
      await expectGone(token);
    },
  },
];

/** A script that walks the sandbox, but not into the mounts, and returns what is neither one of them nor leads to one. */
function listWhatIsNotMounted(mounted: readonly string[]): string {
  return `const mounted = ${JSON.stringify(mounted)}, unexpected = [];
    const visit = (folder) => { for (const name of fs.readdirSync(folder)) {
      const path = (folder === "/" ? "" : folder) + "/" + name;
      if (mounted.includes(path)) continue;
      if (!mounted.some((target) => target.startsWith(path + "/"))) unexpected.push(path);
      else visit(path);
    } };
    visit("/"); return unexpected`;
}

/** None for a folder that is there in every sandbox: above what is mounted, such as / where services start, or in a folder of libraries. */
function hiddenFolder(context: CheckContext, folder: string): string[] {
  const within = (path: string, of: string): boolean => path === of || path.startsWith(of === '/' ? of : `${of}/`);
  const isShown =
    context.mountsOf().some((target) => within(target, folder)) || systemFolders().mounts.some(({ target }) => within(folder, target));
  return isShown ? [] : [folder];
}

/** Without a port of its own to try: a runner opens none, and makes this check when it starts. */
async function hasNoNetwork(context: CheckContext): Promise<void> {
  const script = `const cards = fs.readFileSync("/proc/self/net/dev", "utf8").trim().split("\\n").slice(2).map((line) => line.split(":")[0].trim());
    return [fs.readlinkSync("/proc/self/ns/net"), cards.join(), ${tried('169.254.169.254', 80)}, ${datagram}]`;
  const [network, cards, ...reached] = z.array(z.string()).parse(await context.answer(script));
  const seen = `metadata address and datagram ${reached.join(', ')}, interfaces ${cards}, namespace ${network}`;
  expectThat(!/connected|timeout|sent/.test(reached.join()) && cards === 'lo' && network !== readlinkSync('/proc/self/ns/net'), seen);
}

async function cannotReachHost(context: CheckContext): Promise<void> {
  const reached: unknown[] = [];
  const server = createServer((socket) => reached.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    const loopback = String(await context.answer(`return ${tried('127.0.0.1', port)}`));
    expectThat(reached.length === 0 && !/connected|timeout/.test(loopback), `loopback ${loopback}`);
  } finally {
    server.close();
  }
}

/** An expression: what became of a connection. */
const tried = (host: string, port: number): string => `await new Promise((done) => { try {
  const socket = net.connect({ host: "${host}", port: ${port}, timeout: 1000 });
  socket.on("connect", () => done("connected")); socket.on("timeout", () => done("timeout")); socket.on("error", (e) => done(e.code));
} catch (e) { done(e.code) } })`;

/** An expression: what became of a datagram to an address that is nobody's. */
const datagram = `await new Promise((done) => { try {
  const socket = dgram.createSocket("udp4");
  socket.on("error", (e) => done(e.code)); socket.send("x", 53, "192.0.2.1", (e) => done(e ? e.code : "sent"));
} catch (e) { done(e.code) } })`;

/** Checks permissions without writing: in a broken sandbox, /proc/sysrq-trigger would be the host's. */
async function cannotWrite(context: CheckContext): Promise<void> {
  const mounted = join(context.folder, 'mounted');
  mkdirSync(mounted);
  writeFileSync(join(mounted, 'file'), '');
  chmodSync(context.folder, 0o755);
  chmodSync(mounted, 0o777);
  chmodSync(join(mounted, 'file'), 0o666);
  const paths = ['/', '/usr', '/usr/bin', '/etc', '/dev', '/in', '/in/file', '/proc/sys/kernel/core_pattern', '/proc/sysrq-trigger'];
  const script = `return ${JSON.stringify(paths)}
    .filter((path) => { try { fs.accessSync(path, fs.constants.W_OK); return true; } catch { return false; } })`;
  const writable = await context.answer(script, { mounts: [{ source: mounted, target: '/in' }] });
  expectThat(JSON.stringify(writable) === '[]', `writable: ${JSON.stringify(writable)}`);
}

async function boundedFolder(context: CheckContext, folder: string, bytes: number): Promise<void> {
  const script = `let written = 0; const piece = Buffer.alloc(1 << 20, 1);
    try { for (let i = 0; i < 64; i++) { fs.writeFileSync("${folder}/" + i, piece); written += piece.length; } } catch (e) { return [written, e.code] }
    return [written, "no end"]`;
  const [written, code] = z.tuple([z.number(), z.string()]).parse(await context.answer(script, { limits: { tmpBytes: 8 * MiB } }));
  expectThat(written <= bytes && ['ENOSPC', 'EROFS', 'EACCES'].includes(code), `${written} bytes could be written (${code})`);
}
