import { ManifestError, parseManifest } from '@unblind/contracts';
import { checkBeside } from './check-beside';
import { loadChallenge, loadShifts } from './index';

/** What is wrong with the top-tagging challenge once its manifest is changed so. */
async function problemsOf(
  change: (text: string) => string,
  { slug = 'top-tagging', generatorOf = 'top-tagging' } = {},
): Promise<readonly string[]> {
  const { manifest, manifestText } = await loadChallenge('top-tagging');
  const shifts = await loadShifts(generatorOf);
  const contained = ['challenge.yaml', 'data.ts', ...manifest.baselines.map(({ file }) => file)];
  const files = [...contained, ...Object.values(manifest.pages)];
  const changed = change(manifestText);
  expect(changed === manifestText).toBe(slug !== manifest.slug || generatorOf !== manifest.slug);
  try {
    parseManifest(changed, (parsed) => checkBeside({ slug, files, contained, shifts }, parsed));
  } catch (error) {
    if (error instanceof ManifestError) return error.problems;
    throw error;
  }
  return [];
}

describe('a challenge of this repository is refused before anybody sees it where', () => {
  it.each([
    [
      'data.ts does not know a shift',
      ['shift: pile-up', 'shift: pileup'],
      "scoring.variations.pile-up.shift: 'pileup' is not one of calorimeter-scale, energy-resolution, constituent-loss, pile-up, generator; did you mean 'pile-up'?",
    ],
    [
      'a shift has a parameter that is none',
      ['density: 4', 'densty: 4'],
      "scoring.variations.pile-up: unknown key 'densty'; did you mean 'density'?",
    ],
    [
      'a parameter of a shift is out of range',
      ['density: 4', 'density: -4'],
      'scoring.variations.pile-up.density: Too small: expected number to be >0',
    ],
    [
      'its generator does not exist',
      ['generator: data.ts', 'generator: no-such.ts'],
      "data.sources.simulated.generator: 'no-such.ts' is not data.ts, which makes the data",
    ],
    [
      'its generator is misspelt',
      ['generator: data.ts', 'generator: dta.ts'],
      "data.sources.simulated.generator: 'dta.ts' is not data.ts, which makes the data; did you mean 'data.ts'?",
    ],
    [
      "a baseline's file is misspelt",
      ['baselines/deep-sets.onnx', 'baselines/deepsets.onnx'],
      "baselines: the file 'baselines/deepsets.onnx' of baseline 'Deep Sets' does not exist; did you mean 'baselines/deep-sets.onnx'?",
    ],
    [
      'a view is derived in an unknown way',
      ['from: jet-image', 'from: jet-imge'],
      "data.views.image.from: 'jet-imge' is not one of weaver-kin, jet-substructure, jet-image; did you mean 'jet-image'?",
    ],
    [
      'a page is misspelt',
      ['rules: pages/rules.md', 'rules: pages/rule.md'],
      "pages.rules: 'pages/rule.md' does not exist; did you mean 'pages/rules.md'?",
    ],
    [
      'a page is outside its folder',
      ['rules: pages/rules.md', 'rules: pages/../../README.md'],
      "pages.rules: 'pages/../../README.md' leaves the challenge's folder",
    ],
  ])('%s', async (_what, [from = '', to = ''], problem) => {
    expect(await problemsOf((text) => text.replace(from, to))).toEqual([problem]);
  });

  it('its folder has another name', async () => {
    expect(await problemsOf((text) => text, { slug: 'tops' })).toEqual(["slug: is 'top-tagging', the folder's name is 'tops'"]);
  });

  it('its data.ts cannot be loaded', async () => {
    const [problem = '', ...others] = await problemsOf((text) => text, { generatorOf: 'no-such' });
    expect(problem).toMatch(/^data\.ts: cannot be loaded: .*Cannot find module '.*no-such\/data'/);
    expect(problem).not.toContain('\n');
    expect(others).toEqual([]);
  });
});
