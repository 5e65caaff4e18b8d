import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNpy } from '@unblind/tensors';
import { longestStepSeconds, trialBudget, wallLimit } from '@unblind/contracts';
import { listChallenges, loadChallenge, loadGenerator, readDataSetIndex } from './index';

describe('the challenges of this repository', () => {
  it('all parse, with their four pages and a digest', async () => {
    const slugs = await listChallenges();
    expect(slugs).toContain('top-tagging');
    for (const slug of slugs) {
      const challenge = await loadChallenge(slug);
      expect(challenge.manifest.slug).toBe(slug);
      expect(Object.values(challenge.pages).every((text) => text.length > 0)).toBe(true);
      expect(challenge.sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it('define on their pages only metrics that they compute, and show only figures that exist', async () => {
    for (const slug of await listChallenges()) {
      const { manifest, pages, figures } = await loadChallenge(slug);
      // The first cells of a table of definitions: `lhc_efficiency`, `lhc_fake_rate`.
      const defined = [...pages.evaluation.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) => cell.split(', '));
      expect(defined.length).toBeGreaterThan(0);
      for (const name of defined) expect(manifest.scoring.metrics).toContain(name.replaceAll('`', ''));
      for (const [, figure] of Object.values(pages)
        .join('')
        .matchAll(/!\[[^\]]*\]\((\S+)/g))
        expect(figures).toContain(`pages/${figure}`);
    }
  });

  it('leave a trial run on the public sample its whole wall time before its inspection is given up', async () => {
    const manifests = await Promise.all((await listChallenges()).map(async (slug) => (await loadChallenge(slug)).manifest));
    const walls = manifests.map(({ submission }) => wallLimit(trialBudget(submission.limits)));
    // Beside it the image is fetched and unpacked.
    expect(longestStepSeconds.inspect).toBeGreaterThanOrEqual(Math.max(...walls) + 600);
  });

  it('refuse a slug that is not one, so that no path leaves the folder', async () => {
    await expect(loadChallenge('../scoring')).rejects.toThrow();
  });
});

describe('a challenge folder', () => {
  let root: string;
  const write = async (path: string, text: string) => {
    await mkdir(join(root, 'mini', path, '..'), { recursive: true });
    await writeFile(join(root, 'mini', path), text);
  };
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'challenges-'));
    const { manifestText } = await loadChallenge('top-tagging');
    const withoutBaselines = manifestText.replace(/^baselines:[^]*?(?=^\S|(?![^]))/m, '').replace(/^ {2}throughput:.*\n/m, '');
    await write(
      'challenge.yaml',
      withoutBaselines.replace('slug: top-tagging', 'slug: mini').replace(/^ {4}- \{\s+id: throughput,[^}]*\}\n/m, ''),
    );
    for (const page of ['overview', 'data', 'evaluation', 'rules']) await write(`pages/${page}.md`, `# ${page}`);
  });
  afterEach(() => rm(root, { recursive: true }));

  it('has another digest when a page changes, and the same when a README is added', async () => {
    const before = await loadChallenge('mini', root);
    await write('README.md', 'notes');
    expect((await loadChallenge('mini', root)).sha256).toBe(before.sha256);
    await write('pages/rules.md', '# other rules');
    expect((await loadChallenge('mini', root)).sha256).not.toBe(before.sha256);
  });

  it('is refused with the key named when challenge.yaml has a misspelt one', async () => {
    await write('challenge.yaml', (await readFile(join(root, 'mini/challenge.yaml'), 'utf8')).replace('tagline:', 'taglin:'));
    await expect(loadChallenge('mini', root)).rejects.toThrow("unknown key 'taglin'; did you mean 'tagline'?");
  });

  it('is refused when a baseline it names is not there', async () => {
    const text = await readFile(join(root, 'mini/challenge.yaml'), 'utf8');
    await write('challenge.yaml', `${text}\nbaselines: [{ name: Cut, file: baselines/cut.onnx, description: a cut }]\n`);
    await expect(loadChallenge('mini', root)).rejects.toThrow("the file 'baselines/cut.onnx' of baseline 'Cut' does not exist");
  });

  it('is refused with all its problems when pages are missing', async () => {
    await rm(join(root, 'mini/pages/rules.md'));
    const text = await readFile(join(root, 'mini/challenge.yaml'), 'utf8');
    await write('challenge.yaml', text.replace('pages/data.md', '../top-tagging/pages/data.md'));
    await expect(loadChallenge('mini', root)).rejects.toMatchObject({
      name: 'ManifestError',
      problems: [
        "pages.data: '../top-tagging/pages/data.md' leaves the challenge's folder",
        expect.stringMatching(/^pages\.rules: .* does not exist/),
      ],
    });
  });
});

describe('the top-tagging generator', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'top-tagging-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const sizes = { train: 1100, public: 30 };

  it('writes the same bytes with one thread and with three, and says what each file is', async () => {
    const generator = await loadGenerator('top-tagging');
    const progress: number[] = [];
    const onProgress = ({ done }: { done: number }) => progress.push(done);
    const one = await generator.generate({ seed: 5, openTruth: true, sizes, directory: join(folder, 'one'), workers: 1, onProgress });
    const three = await generator.generate({ seed: 5, openTruth: true, sizes, directory: join(folder, 'three'), workers: 3 });
    expect(three).toEqual(one);
    expect(progress).toEqual([500, 1000, 1100, 1130]);
    expect(await readDataSetIndex(join(folder, 'one'))).toEqual(one);
    expect(Object.keys(one.splits.train?.views ?? {})).toEqual(['constituents', 'jet']);
    expect(Object.keys(one.splits.train?.truth ?? {})).toEqual(['labels', 'mass']);
    for (const { file, shape, dtype, bytes, sha256 } of Object.values({ ...one.splits.public?.views, ...one.splits.public?.truth })) {
      const path = join(folder, 'one', file);
      const written = await readNpy(path);
      expect({ shape: written.shape, dtype: written.dtype }).toEqual({ shape, dtype });
      expect((await stat(path)).size).toBe(bytes);
      expect(
        createHash('sha256')
          .update(await readFile(path))
          .digest('hex'),
      ).toBe(sha256);
    }
    expect(one.splits.public?.views.constituents?.shape).toEqual([30, 200, 4]);
  });

  it('writes exactly the views that the manifest offers and does not derive', async () => {
    const { manifest } = await loadChallenge('top-tagging');
    const generator = await loadGenerator('top-tagging');
    const index = await generator.generate({ seed: 5, sizes: { sample: 4 }, directory: join(folder, 'data') });
    const written = Object.entries(index.splits.sample?.views ?? {}).map(([name, { dtype, shape }]) => [
      name,
      dtype,
      ['N', ...shape.slice(1)],
    ]);
    const offered = Object.entries(manifest.data.views).filter(([, view]) => view.from === undefined);
    expect(written).toEqual(offered.map(([name, { dtype, shape }]) => [name, dtype, shape]));
  });

  it('makes hidden splits from the key alone, to the bit, and refuses them without one', async () => {
    const generator = await loadGenerator('top-tagging');
    const made = (seed: number, digit: string | null, name: string) =>
      generator.generate({
        seed,
        key: digit === null ? undefined : { hex: digit.repeat(64) },
        sizes: { sample: 5, public: { ranking: 16, diagnostic: 10 } },
        directory: join(folder, name),
      });
    const first = await made(5, 'a', 'first');
    const [again, otherSeed, otherKey] = [await made(5, 'a', 'again'), await made(6, 'a', 'seed'), await made(5, 'b', 'key')];
    expect(again).toEqual(first);
    expect(otherSeed.splits.public).toEqual(first.splits.public);
    expect(otherKey.splits.sample).toEqual(first.splits.sample);
    for (const name of ['labels', 'mass', 'part'])
      expect(otherKey.splits.public?.truth[name]?.sha256).not.toBe(first.splits.public?.truth[name]?.sha256);
    await expect(made(5, null, 'none')).rejects.toThrow('the truth of the split public is hidden, and there is no key');
  });

  it('divides a split by a secret draw with exact counts of rows and of tops, the same under every shift', async () => {
    const index = await (
      await loadGenerator('top-tagging')
    ).generate({
      seed: 5,
      key: { hex: '1'.repeat(64) },
      sizes: { public: { ranking: 80, diagnostic: 50 }, private: 60 },
      variations: [{ id: 'other', shift: 'generator' }],
      directory: join(folder, 'divided'),
    });
    const column = async (file: string | undefined) => Array.from((await readNpy(join(folder, 'divided', file ?? ''))).data, Number);
    const { private: undivided, public: divided } = index.splits;
    if (!undivided || !divided) throw new Error('a split is missing');
    const { truth, variations, parts } = divided;
    const [part, labels] = [await column(truth.part?.file), await column(truth.labels?.file)];
    const tops = (code: number) => labels.filter((label, row) => part[row] === code && label === 1).length;
    expect(parts).toEqual({ ranking: 80, diagnostic: 50 });
    expect([part.filter((code) => code === 0).length, part.filter((code) => code === 1).length, part.length]).toEqual([80, 50, 130]);
    expect([tops(0), tops(1)]).toEqual([10, 15]);
    // Neither parts nor labels are in an order that tells them.
    expect(new Set(part.slice(0, 40)).size).toBe(2);
    expect(new Set(labels.slice(0, 40)).size).toBe(2);
    const shifted = variations.other?.truth;
    expect([await column(shifted?.part?.file), await column(shifted?.labels?.file)]).toEqual([part, labels]);
    expect(undivided.parts).toBeUndefined();
    expect(undivided.truth.part).toBeUndefined();
    expect((await column(undivided.truth.labels?.file)).filter((label) => label === 1).length).toBe(6);
  });

  it('gives the splits of one seed different jets', async () => {
    const index = await (
      await loadGenerator('top-tagging')
    ).generate({
      seed: 5,
      openTruth: true,
      sizes: { public: 30, private: 30 },
      directory: join(folder, 'a'),
    });
    expect(index.splits.public?.views.jet?.sha256).not.toBe(index.splits.private?.views.jet?.sha256);
  });

  it('leaves nothing behind when it is stopped', async () => {
    const stop = new AbortController();
    const generator = await loadGenerator('top-tagging');
    const work = generator.generate({
      seed: 5,
      sizes: { train: 50_000 },
      directory: join(folder, 'data'),
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    });
    await expect(work).rejects.toThrow('enough');
    expect(await readdir(folder)).toEqual([]);
  });

  it('clears what a killed process left half-made', async () => {
    const impossiblePid = 2 ** 22 + 1;
    await mkdir(join(folder, `data.partial-${impossiblePid}/train`), { recursive: true });
    await (await loadGenerator('top-tagging')).generate({ seed: 5, sizes: { sample: 3 }, directory: join(folder, 'data') });
    expect(await readdir(folder)).toEqual(['data']);
  });
});
