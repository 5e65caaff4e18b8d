import Redis from 'ioredis';
import { describeWhere } from '@unblind/testing';
import { redisMissing, startRedis } from '../../../infra/embedded/src/test-servers';
import { queueConfigFromEnv } from './config';
import { describeQueue } from './conformance';

const missing = redisMissing();

describeWhere(!missing, String(missing), 'on Redis', () =>
  describeQueue('Redis', ['FLUSHALL'], async () => {
    let server = await startRedis();
    const { url } = server;
    const command = async (name: string, ...args: string[]): Promise<void> => {
      const client = new Redis(url);
      await client.call(name, ...args);
      client.disconnect();
    };
    return {
      config: queueConfigFromEnv({ REDIS_URL: url, DATABASE_URL: 'postgresql://elsewhere/db' }),
      wipes: {
        FLUSHALL: () => command('flushall'),
      },
      pretendDied: (name, jobId, times) => command('hset', `unblind:${name}:${jobId}`, 'stc', String(times)),
      async restart() {
        await server.stop();
        server = await startRedis(Number(new URL(url).port));
      },
      close: () => server.stop(),
    };
  }),
);
