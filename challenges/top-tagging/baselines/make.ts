import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rowsOf } from '@unblind/contracts';
import { loadChallenge } from '../../challenge-folder';
import { deepSetsGraph } from './deep-sets-graph';
import { areaUnderCurve, backgroundRejection } from '../../training/roc';
import { substructureCut, substructureCutGraph } from './substructure-cut';
import { loadSample, train } from './train';

/** Regenerates both baseline models: the hand-made cut, and the network trained on the challenge's simulated training split. */
async function make(): Promise<void> {
  const { manifest, directory } = await loadChallenge('top-tagging');
  const source = manifest.data.sources.simulated;
  if (!source || !('seed' in source)) throw new Error('challenge.yaml has no simulated source');
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(0)} s`;

  const training = await loadSample(source.seed, 'train', rowsOf(source.sizes.train ?? 0));
  const sample = await loadSample(source.seed, 'sample', rowsOf(source.sizes.sample ?? 0));
  console.log(`${training.labels.length} training jets, ${sample.labels.length} validation jets (${seconds()})`);
  const report = (name: string, scores: ArrayLike<number>) =>
    console.log(
      `${name}: AUC ${areaUnderCurve(scores, sample.labels).toFixed(4)}, R50 ${backgroundRejection(scores, sample.labels, 0.5).toFixed(0)} (${seconds()})`,
    );

  const columns = sample.jet.length / sample.labels.length;
  report(
    'substructure cut',
    Array.from(sample.labels, (_, i) => substructureCut(sample.jet.subarray(i * columns, (i + 1) * columns))),
  );
  await writeFile(join(directory, 'baselines/substructure-cut.onnx'), substructureCutGraph());

  const network = train(training, {
    seed: 1,
    epochs: 8,
    batch: 100,
    learningRate: 3e-3,
    onEpoch: (epoch, loss, current) =>
      report(`deep sets, epoch ${epoch}, cross-entropy ${loss.toFixed(4)}`, current.score(sample.constituents, 0, sample.labels.length)),
  });
  await writeFile(join(directory, 'baselines/deep-sets.onnx'), deepSetsGraph(network));
}

void make();
