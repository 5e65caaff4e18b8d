import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describeWhere } from '@unblind/testing';
import { Lab } from './lab';
import { decent } from './models';
import { RemoteRunner } from './remote-runner';

const bin = resolve(__dirname, '../../../packages/cli/bin/unblind.js');

describeWhere(existsSync('/usr/bin/bwrap'), 'bubblewrap is not installed', 'runs of a runner elsewhere that the platform repeats', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open({ env: { RERUN_SHARE: '1' }, shifted: true });
    // Only what the platform has a runner for is repeated: one that is away for a while.
    const own = lab.startRunner('own');
    while ((await lab.database.runner.count({ where: { name: 'own' } })) === 0) await new Promise((done) => setTimeout(done, 50));
    await lab.kill(own, 'SIGTERM');
  }, 300_000);
  afterAll(() => lab.close());

  const rerunOf = (evaluationId: string) => lab.database.rerun.findUnique({ where: { evaluationId } });

  /** An evaluation that was run elsewhere, and then repeated. */
  async function repeated(model: Buffer, env: Record<string, string> = {}): Promise<string> {
    const elsewhere = await RemoteRunner.start(lab, { bin, args: ['--name', 'node'], env });
    const id = await lab.submit(model);
    await lab.waitFor(id, 'scored', 150);
    expect(await rerunOf(id)).toMatchObject({ state: 'waiting', checkedRunner: expect.stringMatching(/\/node$/) });
    await elsewhere.stop('SIGTERM');
    const own = lab.startRunner('own');
    while (['waiting', 'running'].includes((await rerunOf(id))?.state ?? '')) await new Promise((done) => setTimeout(done, 100));
    await lab.kill(own, 'SIGTERM');
    return id;
  }

  test('agree to the last bit where it is honest', async () => {
    const id = await repeated(decent());
    expect(await rerunOf(id)).toMatchObject({ state: 'agreed', runner: 'own', finding: { message: 'Equal to the last bit.' } });
  }, 300_000);

  test('flag the runner and the entry where it sends other values, and the entry stays', async () => {
    const id = await repeated(decent(0.4), { NODE_OPTIONS: `--require ${join(__dirname, 'dishonest-runner.cjs')}` });
    expect(await rerunOf(id)).toMatchObject({
      state: 'disagreed',
      finding: { message: expect.stringContaining('differ by more than machines do') },
    });
    const { state, metrics, boardEntries } = await lab.result(id);
    expect([state, metrics.length > 0, boardEntries.length > 0]).toEqual(['scored', true, true]);
    const token = await lab.database.runnerToken.findFirst({
      where: { reruns: { some: { evaluationId: id } } },
      include: { reruns: true },
    });
    expect(token?.reruns.map((rerun) => rerun.state)).toEqual(['disagreed']);
  }, 300_000);
});
