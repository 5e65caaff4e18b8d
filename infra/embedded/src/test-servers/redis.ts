import { connect } from 'node:net';
import { freePort } from '../ports';
import { missingPrograms, startBound, waitFor } from './bound-process';

export interface RunningRedis {
  url: string;
  stop: () => Promise<void>;
}

/** Why Redis cannot be started here, with the command that installs it; null if it can. */
export const redisMissing = (): string | null => missingPrograms({ 'redis-server': 'redis-server' });

/** Starts a real Redis that keeps nothing on disk, on a given port or any free one. */
export async function startRedis(port?: number): Promise<RunningRedis> {
  const missing = redisMissing();
  if (missing) throw new Error(missing);
  const chosen = port ?? (await freePort());
  const server = startBound('redis-server', ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']);
  await waitFor(server, 'Redis', 60, () => answersPing(chosen));
  return { url: `redis://127.0.0.1:${chosen}`, stop: () => server.stop() };
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const done = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1000, () => done(false)).on('error', () => done(false));
    socket.on('data', (data) => done(data.toString().startsWith('+PONG')));
  });
}
