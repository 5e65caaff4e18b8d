import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BoundProcess } from './bound-process';
import { freePort } from '../ports';
import { findProgram, missingPrograms, startBound, waitFor } from './bound-process';
import { cephConfiguration } from './ceph-configuration';

interface S3Keys {
  accessKey: string;
  secretKey: string;
}

export interface RunningCeph extends S3Keys {
  endpoint: string;
  /** Another user of the store, who sees none of the first one's buckets. */
  addUser(name: string): Promise<S3Keys>;
  stop: () => Promise<void>;
}

const run = promisify(execFile);
const folderPrefix = 'unblind-ceph-';
const packages = {
  radosgw: 'radosgw',
  'radosgw-admin': 'ceph-common',
  'ceph-mon': 'ceph-mon',
  'ceph-osd': 'ceph-osd',
  ceph: 'ceph-common',
  monmaptool: 'ceph-base',
};

/** Why Ceph cannot be started here, with the command that installs it; null if it can. */
export const cephMissing = (): string | null => missingPrograms(packages);

/** Starting sometimes fails: the object daemon reads another cluster's id from a monitor that is just starting ('wrong fsid'). */
const attempts = 8;

/** A real S3 server: one Ceph monitor, one object daemon in memory and a RADOS gateway, in a folder of their own. Takes about 10 s. */
export async function startCeph(): Promise<RunningCeph> {
  const missing = cephMissing();
  if (missing) throw new Error(missing);
  await removeLeftovers();
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce();
    } catch (error) {
      if (attempt === attempts) throw error;
    }
  }
}

async function startOnce(): Promise<RunningCeph> {
  const folder = await mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`));
  const started: BoundProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const server of started.reverse()) await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { ...(await startDaemons(folder, (server) => started.push(server))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startDaemons(folder: string, started: (server: BoundProcess) => void): Promise<Omit<RunningCeph, 'stop'>> {
  const monitorPort = await freePort();
  const gatewayPort = await freePort(0, [monitorPort]);
  const cluster = randomUUID();
  const file = join(folder, 'ceph.conf');
  const tool = async (program: string, ...args: string[]): Promise<string> => {
    const bound = ['--pdeathsig', 'KILL', findProgram(program) ?? program];
    const { stdout } = await run('setpriv', [...bound, '--conf', file, ...args], { timeout: 60_000 });
    return stdout;
  };
  const daemon = (program: string, ...args: string[]): BoundProcess => {
    const server = startBound(program, ['--conf', file, '-f', ...args]);
    started(server);
    return server;
  };
  for (const name of ['mon', 'osd', 'rgw', 'run']) await mkdir(join(folder, name));
  await writeFile(file, cephConfiguration({ folder, cluster, monitorPort }));

  const map = join(folder, 'monmap');
  await tool('monmaptool', '--create', '--addv', 'a', `v1:127.0.0.1:${monitorPort}`, '--fsid', cluster, map);
  await tool('ceph-mon', '-i', 'a', '--mkfs', '--monmap', map);
  const monitor = daemon('ceph-mon', '-i', 'a');
  const osd = randomUUID();
  await waitFor(
    monitor,
    'The Ceph monitor',
    30,
    async () => (await tool('ceph', '--connect-timeout', '5', 'osd', 'new', osd)).trim() === '0',
  );
  await tool('ceph-osd', '-i', '0', '--mkfs', '--osd-uuid', osd);
  const store = daemon('ceph-osd', '-i', '0');
  await waitFor(store, 'The Ceph object daemon', 120, async () => (await tool('ceph', 'osd', 'stat')).includes('1 up'));

  const addUser = async (name: string): Promise<S3Keys> => {
    const keys = { accessKey: name, secretKey: randomBytes(16).toString('hex') };
    const identity = ['--uid', name, '--display-name', name, '--access-key', keys.accessKey, '--secret-key', keys.secretKey];
    await tool('radosgw-admin', 'user', 'create', ...identity);
    return keys;
  };
  const endpoint = `http://127.0.0.1:${gatewayPort}`;
  const gateway = daemon('radosgw', '-n', 'client.rgw', '--rgw-frontends', `beast endpoint=127.0.0.1:${gatewayPort}`);
  const answers = async (): Promise<boolean> => (await fetch(endpoint)).status === 200;
  const [keys] = await Promise.all([addUser('unblind'), waitFor(gateway, 'The Ceph gateway', 120, answers)]);
  return { endpoint, ...keys, addUser };
}

/** Removes the folders of killed runs, whose daemons died with them. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const [owner] = name.startsWith(folderPrefix) ? name.slice(folderPrefix.length).split('-') : [];
    if (!owner) continue;
    const lives = await readFile(`/proc/${owner}/stat`).then(
      () => true,
      () => false,
    );
    if (!lives) await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}
