import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hardware } from '@unblind/contracts';
import { GraphBuilder } from '@unblind/onnx-writer';
import { hasCudaProvider } from '@unblind/sandbox';
import { describeWhere } from '@unblind/testing';
import { perlImage } from './images';
import { Lab } from './lab';
import { decent } from './models';

const canRun = process.getuid?.() === 0 && (existsSync('/usr/bin/bwrap') || existsSync('/usr/sbin/runc'));

/** Exits unless writing to /dev/nvidia0 fails for want of space: /dev/full stands in for a GPU here. */
const needsCard = `open my $card, '+<', '/dev/nvidia0' or die "no card: $!"; die 'another card' if syswrite($card, 'x') or $! != 28;`;

describeWhere(canRun, 'needs root and a sandbox', 'a phase that requires a GPU', () => {
  let lab: Lab;
  const ids: { container: string; model: string } = { container: '', model: '' };
  beforeAll(async () => {
    lab = await Lab.open({
      limits: { cpu: 20, memory: 512 * 1024 ** 2 },
      gpu: { public: 'none', private: 'required' },
      throughput: {
        scenarios: ['offline'],
        batches: [64],
        reference: 'Substructure cut',
        cores: 1,
        budget: { seconds: 0.3, atMostSeconds: 3, queries: 1 },
      },
    });
    lab.startRunner('without a card');
  });
  afterAll(() => lab.close());

  const told = async (id: string) => (await lab.result(id)).events.map(({ state, message }) => `${state}: ${message}`);
  async function waits(id: string, state: string): Promise<void> {
    for (;;) {
      const last = (await told(id)).at(-1);
      if (last?.startsWith(`${state}: `) && last.includes('on a GPU. Waiting for a runner with a GPU that can run them.')) return;
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  test('lets submissions wait while no runner has one, and says why, once', async () => {
    ids.container = await lab.submit(await perlImage(needsCard), { kind: 'container', filename: 'image.tar', split: 'private' });
    ids.model = await lab.submit(decent(0.44), { split: 'private' });
    // Both already wait before they are tried on the public sample, and the model is checked before.
    await Promise.all([waits(ids.container, 'received'), waits(ids.model, 'received')]);
    // The reconciler has run in the meantime.
    await new Promise((done) => setTimeout(done, 9000));
    expect(await told(ids.container)).toHaveLength(1);
    expect(await told(ids.model)).toEqual([
      'inspecting: Reading the file.',
      'received: The model fits the challenge. Waiting to be tried on the public sample.',
      expect.stringMatching(/^received: This phase runs models on a GPU/),
    ]);
    expect((await lab.result(ids.model)).inspection).not.toBeNull();
    expect((await lab.result(ids.model)).attempts).toBe(0);
  });

  test('tells whoever sent a model that does not fit at once, although no runner has one', async () => {
    const graph = new GraphBuilder('wrong');
    graph.node('Identity', [graph.input('constituentz', 'float32', ['N', 200, 4])], {}, { output: 'y' });
    graph.output('y', 'float32', ['N', 200, 4]);
    const id = await lab.submit(Buffer.from(graph.toBytes()), { split: 'private' });
    await lab.waitFor(id, 'rejected');
    expect((await lab.result(id)).fault).toMatchObject({ code: 'contract-input-unknown', subject: 'constituentz' });
    expect((await told(id)).some((line) => line.includes('Waiting for a runner with a GPU'))).toBe(false);
  });

  test('runs them on a runner that has one, and records the GPU', async () => {
    writeFileSync(join(lab.folder, 'nvidia-smi'), '#!/bin/sh\necho "Stand-in, 1.0, 1024"\n', { mode: 0o755 });
    const devices = [{ name: 'all', containerEdits: { deviceNodes: [{ path: '/dev/nvidia0', hostPath: '/dev/full' }] } }];
    writeFileSync(join(lab.folder, 'nvidia.json'), JSON.stringify({ cdiVersion: '0.5.0', kind: 'nvidia.com/gpu', devices }));
    lab.startRunner('with a card', { PATH: `${lab.folder}:${process.env.PATH}`, CDI_SPEC_DIRS: lab.folder });
    await lab.waitFor(ids.container, 'scored');
    const { provenance, runner } = await lab.result(ids.container);
    expect(provenance).toMatchObject({ environment: { gpu: { name: 'Stand-in', driver: '1.0', memoryBytes: 1024 ** 3 } } });
    expect(runner).toBeDefined();
    for (;;) {
      const timing = await lab.database.timing.findUniqueOrThrow({ where: { evaluationId: ids.container } });
      if (timing.state === 'failed') throw new Error(JSON.stringify(timing.fault));
      if (timing.state === 'done') {
        expect(timing.hardwareClass).toMatch(/^Stand-in, driver .+, ONNX Runtime [\d.]+$/);
        expect(Hardware.parse(Object(timing.result).hardware)).toMatchObject({ gpu: { name: 'Stand-in' } });
        break;
      }
      await new Promise((done) => setTimeout(done, 100));
    }
    // onnxruntime cannot use that GPU: models go on waiting.
    if (!hasCudaProvider()) expect(await lab.stateOf(ids.model)).toBe('received');
  });

  test('gives the GPU to no container of a phase that does not ask for one', async () => {
    const id = await lab.submit(await perlImage(needsCard), { kind: 'container', filename: 'image.tar' });
    await lab.waitFor(id, 'rejected');
    expect((await lab.result(id)).fault).toMatchObject({ got: expect.stringContaining('no card: No such file') });
  });
});
