import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readNpy } from '@unblind/tensors';
import { describeWhere } from '@unblind/testing';
import { perlImage } from './images';
import { StoredPredictions } from '../src/steps/predictions';
import { Lab } from './lab';

const canRun = process.getuid?.() === 0 && (existsSync('/usr/bin/bwrap') || existsSync('/usr/sbin/runc'));

describeWhere(canRun, 'needs root and a sandbox', 'a runner with containers', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open({ limits: { cpu: 20, memory: 512 * 1024 ** 2 }, shifted: true });
    lab.startRunner('first');
  });
  afterAll(() => lab.close());

  const submit = (image: Buffer, split: 'public' | 'private' = 'public') =>
    lab.submit(image, { kind: 'container', filename: 'image.tar', split });
  const statesOf = async (id: string) => (await lab.result(id)).events.map(({ state }) => state);

  test('tries an image on the public sample, runs it nominal and shifted, and scores it', async () => {
    const id = await submit(await perlImage('print STDERR "asked for $n jets\\n";'));
    await lab.waitFor(id, 'scored');
    const { metrics, boardEntries, events, provenance } = await lab.result(id);
    // The log of the sample's 20 jets, run twice; nothing is kept of the 600 test jets or the shifted ones.
    expect(events.map(({ detail }) => detail).filter((detail) => detail !== null)).toEqual([{ log: 'asked for 20 jets\n'.repeat(2) }]);
    const value = (name: string, variation = 'nominal') => metrics.find((row) => row.name === name && row.variation === variation)?.value;
    expect(value('auc')).toBeGreaterThan(0.8);
    // A scale that moves the mass moves every score, although not their order.
    expect(value('ece', 'energy-scale-up')).not.toBe(value('ece'));
    expect(boardEntries.map(({ board }) => board).sort()).toEqual(['auc', 'rejection', 'robustness']);
    expect(events.map(({ state }) => state)).toEqual(['inspecting', 'queued', 'running', 'scoring', 'scoring', 'scored']);
    expect(provenance).toMatchObject({ deterministic: true, environment: { image: expect.stringMatching(/^sha256:/), requests: 1 } });
    // The folder of a step goes after its result is there.
    const left = () => readdirSync(join(lab.folder, 'runner/work/first'));
    for (let at = 0; at < 100 && left().length > 0; at++) await new Promise((done) => setTimeout(done, 100));
    expect(left()).toEqual([]);
  });

  test('asks in another order under each shift, so that no container repeats answers by their place', async () => {
    const id = await submit(await perlImage('@s = map { $_ / 600 } 0 .. $n - 1;'));
    await lab.waitFor(id, 'scored');
    const answers = async (variation: string) => {
      const folder = join(lab.folder, `answers-${variation}`);
      const { predictionsFence } = await lab.result(id);
      await new StoredPredictions(lab.storage, id, predictionsFence).fetch({ seed: 1, variation }, folder);
      return Array.from((await readNpy(join(folder, 'scores.npy'))).data, Number);
    };
    const [nominal, shifted] = [await answers('nominal'), await answers('energy-scale-up')];
    expect([...nominal].sort()).toEqual([...shifted].sort());
    // One row of 600 on average has the same place in both.
    expect(nominal.filter((value, row) => value === shifted[row]).length).toBeLessThan(10);
  });

  test('unpacks an image once for all its runs, and reports the space of cached images', async () => {
    const image = await perlImage('# kept');
    const before = readdirSync(join(lab.folder, 'runner/images'));
    await lab.waitFor(await submit(image), 'scored');
    const [kept = ''] = readdirSync(join(lab.folder, 'runner/images')).filter((name) => !before.includes(name));
    expect(kept).toBe(createHash('sha256').update(image).digest('hex'));
    const programOf = () => statSync(join(lab.folder, 'runner/images', kept, 'root/server.pl')).ino;
    const unpacked = programOf();
    await lab.waitFor(await submit(image, 'private'), 'scored');
    expect(programOf()).toBe(unpacked);
    const told = async () => (await lab.database.runner.findUniqueOrThrow({ where: { name: 'first' } })).description;
    for (let at = 0; at < 100 && !JSON.stringify(await told()).includes(`"images":${before.length + 1}`); at++)
      await new Promise((done) => setTimeout(done, 100));
    expect(await told()).toMatchObject({
      images: { images: before.length + 1, limitBytes: 10 * 1024 ** 3, freeBytes: expect.any(Number) },
    });
  });

  test('shows everything that an image printed when it fails on the public sample', async () => {
    const id = await submit(await perlImage('print STDERR "no weights in /model\\n"; exit 3;'));
    await lab.waitFor(id, 'rejected');
    const { fault } = await lab.result(id);
    expect(fault).toMatchObject({
      code: 'model-run-failed',
      got: expect.stringContaining('no weights in /model'),
      message: expect.stringMatching(/exit code 3/),
    });
    // A submission rejected by the inspection costs no quota.
    expect(await statesOf(id)).toEqual(['inspecting', 'rejected']);
    // Also if it broke the protocol, whatever bytes it printed.
    const protocolBreaker = await submit(
      await perlImage('print STDERR "about to chat \\0 \\xff\\n"; select(undef, undef, undef, 0.3); print "hello\\n"; sleep 9;'),
    );
    await lab.waitFor(protocolBreaker, 'rejected');
    expect((await lab.result(protocolBreaker)).fault).toMatchObject({
      code: 'container-protocol',
      got: 'hello',
      log: expect.stringMatching(/^about to chat \ufffd \ufffd/),
    });
  });

  test('shows nothing that an image prints or computes on hidden data', async () => {
    // The sample has 20 jets, the private test 300.
    for (const leak of [
      'print STDERR "mass $v[3]\\n"; exit 3',
      '$s[1] = 1000 + $v[3]',
      '$n = int $v[3]; @s = @s[0 .. $n - 1]',
      'print "mass $v[3]\\n"',
    ]) {
      const id = await submit(await perlImage(`if ($n > 20) { ${leak} }`), 'private');
      await lab.waitFor(id, 'rejected');
      const { fault } = await lab.result(id);
      expect(fault).toMatchObject({ message: expect.stringContaining('hidden data') });
      expect(fault).not.toHaveProperty('got');
      expect(fault).not.toHaveProperty('log');
      expect(await statesOf(id)).toEqual(['inspecting', 'queued', 'running', 'rejected']);
    }
  });

  test('rejects a file that is not an image, and goes on working', async () => {
    const id = await submit(Buffer.from('not an archive'.repeat(100)));
    await lab.waitFor(id, 'rejected');
    expect((await lab.result(id)).fault).toMatchObject({ code: 'image-invalid', whose: 'participant' });
    const answer = await submit(await perlImage('$n--; pop @s;'));
    await lab.waitFor(answer, 'rejected');
    expect((await lab.result(answer)).fault).toMatchObject({ code: 'model-output-shape', got: '(19,)' });
  });
});
