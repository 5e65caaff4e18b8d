import type { AnyQueue } from './backend';
import { openProducer } from './backend';
import type { QueueConfig } from './config';
import { ensureSchema, isMissingSchema } from './postgres-schema';

export interface ConnectedQueues {
  /** Runs a request. If the tables are gone, creates them and runs the request once more. */
  ask: <T>(name: string, request: (queue: AnyQueue) => Promise<T>) => Promise<T>;
  /** Creates the tables if they are gone. */
  heal: () => Promise<void>;
  close: () => Promise<void>;
}

/** The queues of one process by name, each opened when it is first asked for. */
export async function connectQueues(config: QueueConfig, onError: (error: Error) => void): Promise<ConnectedQueues> {
  const heal = async (): Promise<void> => (config.kind === 'postgres' ? ensureSchema(config.url) : undefined);
  await heal();
  const producer = openProducer(config, onError);
  const queues = new Map<string, AnyQueue>();

  const queueOf = async (name: string): Promise<AnyQueue> => {
    const known = queues.get(name);
    if (known) return known;
    const queue = producer.open(name);
    queues.set(name, queue);
    // A queue that could not connect stays broken: it is dropped, so that the next call opens a new one.
    await queue.waitUntilReady().catch((error: unknown) => {
      queues.delete(name);
      throw error;
    });
    return queue;
  };
  return {
    async ask(name, request) {
      const attempt = async () => request(await queueOf(name));
      return attempt().catch(async (error: unknown) => {
        if (!isMissingSchema(error)) throw error;
        await heal();
        return attempt();
      });
    },
    heal,
    async close() {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await producer.close();
    },
  };
}
