import { ParticipantFault, PlatformFault, type Manifest } from '@unblind/contracts';
import { checkProbabilities, combineScores, scoreClassification, ScoringRefusal, sumTolerance } from '@unblind/scoring';
import type { ModelOutput } from '../models/model-run';
import type { Predictions } from '../predictions';
import type { Kind } from './kind';
import { readFile } from './read-file';
import { floatsOf, truthColumn } from './tensors';

/**
 * Classification into several named classes: one probability per class for each row, stored as `probabilities` in the order of
 * `scoring.classes`. Truth: `labels`, the index of the true class in that order.
 */
export const classification: Kind = {
  interpret: (output, { rows, manifest }) => Promise.resolve(stored(ofModel(output, rows, classesOf(manifest)), classesOf(manifest))),
  async readFile(path, filename, context) {
    const predictions = await readFile(path, filename, context);
    requireProbabilities(floatsOf(predictions, 'probabilities'), classesOf(context.manifest), fileFault);
    return predictions;
  },
  combine(all) {
    const data = combineScores(
      all.map((predictions) => floatsOf(predictions, 'probabilities')),
      'mean',
    );
    return { probabilities: { dtype: 'float64', shape: all[0]?.probabilities?.shape ?? [], data } };
  },
  async score({ split, predictions, context, manifest }) {
    const labels = Uint8Array.from(await truthColumn(split, 'labels'));
    const { background } = manifest.scoring;
    return scoreClassification({ labels, classes: classesOf(manifest), background }, floatsOf(predictions, 'probabilities'), context);
  },
};

function classesOf({ scoring: { classes } }: Manifest): readonly string[] {
  if (classes) return classes;
  throw new PlatformFault('scorer-failed', { message: 'The challenge names no classes.', fix: 'Nothing is wrong with your file.' });
}

function stored(data: Float32Array | Float64Array, classes: readonly string[]): Predictions {
  const dtype = data instanceof Float32Array ? 'float32' : 'float64';
  return { probabilities: { dtype, shape: [data.length / classes.length, classes.length], data } };
}

/** The columns of a model's output in the challenge's order. @throws ParticipantFault if they are not probabilities */
function ofModel({ dtype, data, classes: given = [] }: ModelOutput, rows: number, classes: readonly string[]): Float32Array | Float64Array {
  if (data.length !== rows * classes.length || given.length !== classes.length)
    throw new ParticipantFault('model-output-shape', {
      message: `The model gave ${data.length} numbers for ${rows} rows of ${classes.length} classes.`,
      expected: `a probability for each of ${classes.join(', ')}`,
      got: String(data.length / rows),
      fix: `Return a tensor of shape [N, ${classes.length}].`,
    });
  const places = classes.map((name) => given.indexOf(name));
  const ordered = dtype === 'float32' ? new Float32Array(data.length) : new Float64Array(data.length);
  for (let row = 0; row < rows; row++)
    for (const [k, place] of places.entries()) ordered[row * classes.length + k] = Number(data[row * classes.length + place]);
  requireProbabilities(ordered, classes, modelFault);
  return ordered;
}

const expected = `numbers of at least 0 that add up to 1, within ${sumTolerance}`;

function requireProbabilities(
  probabilities: Float32Array | Float64Array,
  classes: readonly string[],
  fault: (refusal: ScoringRefusal) => ParticipantFault,
) {
  try {
    checkProbabilities(probabilities, classes);
  } catch (error) {
    throw error instanceof ScoringRefusal ? fault(error) : error;
  }
}

function fileFault({ code, message, index }: ScoringRefusal): ParticipantFault {
  return new ParticipantFault(code === 'not-finite' ? 'predictions-not-finite' : 'predictions-out-of-range', {
    message,
    subject: `row ${index}`,
    expected,
    fix: 'Send the softmax over the classes, or divide the numbers of each row by their sum.',
  });
}

/** Only `got` holds computed values, because it is not shown when the inputs are hidden. */
function modelFault({ message }: ScoringRefusal): ParticipantFault {
  return new ParticipantFault('model-output-out-of-range', {
    message: "The model's numbers for a row are not probabilities.",
    expected,
    got: message,
    fix: 'End the graph in a softmax over the classes.',
  });
}
