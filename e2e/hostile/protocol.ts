import { mkdtempSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ParticipantFault } from '@unblind/contracts';
import {
  imageLimitsFor,
  ociEntries,
  programEntries,
  runContainer,
  tarOf,
  unpackImage,
  type SandboxLimits,
  type UnpackedImage,
} from '@unblind/sandbox';
import { limits, type Attack, type Target } from './attack';

const programs = [
  '/usr/bin/dash',
  '/usr/bin/cat',
  '/usr/bin/ln',
  '/usr/bin/truncate',
  '/usr/bin/sleep',
  '/usr/bin/perl',
  '/usr/bin/mkdir',
  '/usr/bin/mv',
  '/usr/bin/rm',
];
const images = new Map<string, Promise<UnpackedImage>>();

/** Unpacked once for each place. */
function imageIn(folder: string): Promise<UnpackedImage> {
  const there = images.get(folder) ?? makeImage(folder);
  images.set(folder, there);
  return there;
}

async function makeImage(folder: string): Promise<UnpackedImage> {
  const archive = join(folder, 'image.tar');
  const layer = await tarOf(programEntries(programs));
  writeFileSync(
    archive,
    await tarOf(
      ociEntries({ layers: [layer], config: { Entrypoint: ['/usr/bin/dash', '-c'], Env: ['PATH=/usr/bin', 'LC_ALL=C'], User: 'root' } }),
    ),
  );
  return unpackImage(archive, join(folder, 'image'), imageLimitsFor(64 * 1024 ** 2));
}

const ready = `echo '{"ready":true}'`;
const first = `${ready}; read -r x`;

/** A container that says or writes what it should not; ends as the fault's code, or as the limit that it hit. */
const container = (
  name: string,
  script: string | ((target: Target) => string),
  expected: string,
  bounds: Partial<SandboxLimits> = {},
): Attack => ({
  name: `container: ${name}`,
  expected,
  async run(target) {
    const image = await imageIn(join(target.folder, '..'));
    const inputFolder = mkdtempSync(join(target.folder, 'input-'));
    const said = typeof script === 'string' ? script : script(target);
    const taken: string[] = [];
    const outcome: unknown = await runContainer(target.provider, {
      image: { ...image, command: [...image.command, `${said}; : ${target.token}`] },
      inputFolder,
      requests: 2,
      outputBytes: { all: 4096, each: 1024 },
      limits: limits({ wallSeconds: 8, ...bounds }),
      onReady: () => undefined,
      prepare: (_request, folder) => writeFile(join(folder, 'x.npy'), 'x'),
      take: (_request, bytes) => void taken.push(bytes.toString('latin1')),
    }).catch((error: unknown) => error);
    if (taken.join().includes(target.secrets.word)) return 'got: the secret';
    if (!(outcome instanceof ParticipantFault)) return outcome instanceof Error ? `platform: ${outcome.message}` : 'contained';
    return outcome.detail.limit ? `killed: ${outcome.detail.code}` : `refused: ${outcome.detail.code}`;
  },
});

const answered = (command: string): string => `${first}; ${command}; echo '{"id":0}'; read -r x; sleep 1`;

export const protocolAttacks: Attack[] = [
  container('garbage before ready', `echo hello; sleep 5`, 'refused: container-protocol'),
  container('ready twice', `${ready}; ${ready}; sleep 5`, 'refused: container-protocol'),
  container('garbage as an answer', `${first}; echo done; sleep 5`, 'refused: container-protocol'),
  container('an id that was never asked', `${first}; echo '{"id":99}'; sleep 5`, 'refused: container-protocol'),
  container('a negative id', `${first}; echo '{"id":-1}'; sleep 5`, 'refused: container-protocol'),
  container('an answer before its request', `${ready}; echo '{"id":1}'; sleep 5`, 'refused: container-protocol'),
  container('a latency of its own in an answer', `${first}; echo '{"id":0,"seconds":0.000001}'; sleep 5`, 'refused: container-protocol'),
  container('more than a number in an answer', `${first}; echo '{"id":0,"__proto__":{"x":1}}'; sleep 5`, 'refused: container-protocol'),
  container('a line of a gigabyte', `${first}; perl -e '$|=1; print "x" x (1 << 20) for 1 .. 1024'`, 'refused: container-protocol'),
  container('half a line, then silence', `${first}; printf '{"id":'; sleep 60`, 'killed: limit-wall-time', { wallSeconds: 1 }),
  container('never ready', 'sleep 60', 'killed: limit-wall-time', { wallSeconds: 1 }),
  container('a flood on stderr', `${ready}; perl -e 'print STDERR "x" x (1 << 20) for 1 .. 64'; sleep 5`, 'killed: limit-output'),
  container('an early end', `${first}; exit 0`, 'refused: model-run-failed'),
  container(
    'going on after the end',
    `perl -e '$|=1; print qq({"ready":true}\\n); for my $n (0, 1) { <STDIN>; open my $f, ">", "/output/00000$n.npy"; print $f "x"; close $f; print qq({"id":$n}\\n) } sleep 60'`,
    'refused: container-protocol',
    { wallSeconds: 20 },
  ),
  container('an answer without a file', answered(':'), 'refused: predictions-unreadable'),
  container(
    'a symbolic link to the truth',
    (target) => answered(`ln -s ${target.secrets.files.truth} /output/000000.npy`),
    'refused: predictions-unreadable',
  ),
  container(
    'a symbolic link to /proc/self/environ',
    answered('ln -s /proc/self/environ /output/000000.npy'),
    'refused: predictions-unreadable',
  ),
  container('a folder for a file', answered('mkdir /output/000000.npy'), 'refused: predictions-unreadable'),
  container('a sparse file', answered('truncate -s 50000000 /output/000000.npy'), 'refused: predictions-unreadable'),
  container(
    'a file that is too long',
    answered(`perl -e 'open F, ">", "/output/000000.npy"; print F "x" x 4096'`),
    'refused: predictions-unreadable',
  ),
  container('a link in place of /output', answered('mv /output /old; ln -s /etc /output'), 'refused: predictions-unreadable'),
  container('filling /output', `${first}; cat /dev/zero > /output/fill || exit 7`, 'refused: model-run-failed'),
  container(
    'files without end in /output',
    `${first}; n=0; while : > /output/$n; do n=$((n+1)); done; exit 7`,
    'refused: model-run-failed',
  ),
  container(
    'writing to its image',
    `${first}; (: > /usr/bin/PWNED) 2>/dev/null && exit 0; echo '{"id":7}'; sleep 2`,
    'refused: container-protocol',
  ),
  container(
    'writing to its input',
    `${first}; (: > /input/000000/x.npy) 2>/dev/null && exit 0; echo '{"id":7}'; sleep 2`,
    'refused: container-protocol',
  ),
  container(
    'reading the truth',
    (target) => `${first}; cat ${target.secrets.files.truth} > /output/000000.npy 2>/dev/null; echo '{"id":0}'; sleep 1`,
    'refused: model-run-failed',
  ),
];
