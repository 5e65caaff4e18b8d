import { testCatalogue } from '../src/conformance/catalogue';
import { QueueConfig, startWorkers } from '../src/index';

/** A process that takes a job, says so, and never ends it: made to be killed. */
async function main(): Promise<void> {
  const hang = {
    name: 'echo' as const,
    handle: ({ attempt }: { attempt: number }): Promise<void> => {
      process.stdout.write(`attempt ${attempt}\n`);
      return new Promise(() => undefined);
    },
  };
  await startWorkers(QueueConfig.parse(JSON.parse(process.argv[2] ?? '')), [hang], {
    expect: ['echo'],
    catalogue: testCatalogue,
    onError: (error) => process.stderr.write(`${error.message}\n`),
  });
}

void main();
