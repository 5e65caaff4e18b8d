import { nearest } from '@unblind/contracts';
import { scoreClassification } from '@unblind/scoring';
import { LocalFile, readClassProbabilities } from '@unblind/tensors';
import { CliError, exitCodes } from '../../../exit-codes';
import { reading } from '../file-faults';
import type { LocalKind, ScoreFiles } from '../local-kind';
import { onlyTruth } from '../only-truth';
import { readLabels } from '../read-labelled-scores';

export const classification: LocalKind = {
  metrics: (files) => {
    const { classes, background } = classesOf(files);
    const signals = background === undefined ? [] : classes.filter((name) => name !== background);
    return ['auc', 'accuracy', 'log_loss', 'brier', 'ece', ...signals.map((name) => `rejection:${name}@0.5`)];
  },
  score: async (files, context) => {
    const { classes, background } = classesOf(files);
    const labels = await readLabels(onlyTruth(files), classes);
    const file = files.predictions;
    const options = { filename: file, rows: labels.length, classes };
    const probabilities = await reading('predictions', file, () => readClassProbabilities(new LocalFile(file), options));
    return scoreClassification({ labels, classes, background }, probabilities, context);
  },
};

function classesOf({ classes = [], background }: ScoreFiles) {
  const usage = (message: string) => new CliError(exitCodes.usage, message, undefined, 'usage');
  if (classes.length < 2) throw usage('--classes must name what the labels 0, 1, 2 ... are, such as --classes QCD,Hbb,Hcc.');
  if (new Set(classes).size < classes.length) throw usage(`--classes names a class twice: ${classes.join(', ')}.`);
  if (background === undefined || classes.includes(background)) return { classes, background };
  const close = nearest(background, classes);
  throw usage(`--background is '${background}', which is none of ${classes.join(', ')}.${close ? ` Did you mean '${close}'?` : ''}`);
}
