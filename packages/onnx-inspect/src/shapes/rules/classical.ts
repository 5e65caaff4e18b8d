import { FLOAT32, INT64, STRING } from '../../element-types';
import type { Call, Rule, Rules } from '../call';
import { known, type Size } from '../known';

/** What scikit-learn's and the tree libraries' converters write. Their shapes are followed, their cost is not. */
const uncounted = (outputs: Rule['outputs']): Rule => ({ outputs, flops: () => null, isUncounted: true });

/** A flat vector is one sample. */
const rowsOf = (call: Call): Size => {
  const shape = call.shape(0);
  return shape ? (shape.length > 1 ? (shape[0] ?? null) : 1) : null;
};

/** A label, and a column for each class: with a single label, the runtime decides whether there is a second. */
const classifier = uncounted((call) => {
  const texts = call.attribute('classlabels_strings')?.texts ?? 0;
  const labels = texts + (call.ints('classlabels_int64s') ?? call.ints('classlabels_ints') ?? []).length;
  const rows = rowsOf(call);
  return [known([rows], texts > 0 ? STRING : INT64), known([rows, labels > 1 ? labels : null], FLOAT32)];
});

const regressor = (targets: string) => uncounted((call) => [known([rowsOf(call), call.int(targets, 1)], FLOAT32)]);

const likeInput = uncounted((call) => [known(call.shape(0), FLOAT32)]);

export const classical: Rules = {
  'ai.onnx.ml:TreeEnsembleClassifier': classifier,
  'ai.onnx.ml:LinearClassifier': classifier,
  'ai.onnx.ml:TreeEnsembleRegressor': regressor('n_targets'),
  'ai.onnx.ml:LinearRegressor': regressor('targets'),
  'ai.onnx.ml:Scaler': likeInput,
  'ai.onnx.ml:Normalizer': likeInput,
  'ai.onnx.ml:Imputer': likeInput,
};
