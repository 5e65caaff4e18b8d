import { ParticipantFault } from '@unblind/contracts';
import type { Form } from '@unblind/contracts';
import { scoreAnomaly, scoreBlackBox, type BlackBox, type Estimate } from '@unblind/scoring';
import type { Predictions } from '../predictions';
import type { Kind, PredictionContext, ScoreTask } from './kind';
import { scoresPerRow } from './scores';
import { floatsOf, truthColumn, truthTensor } from './tensors';

/**
 * Anomaly detection: a score for each event of a labelled test set, or an answer about a black box. Truth: `labels`, `mass`, and for
 * black boxes `resonance`, whose columns are the true values of the answer's fields that have an uncertainty, in their order. The
 * field `events` has no column: it is counted from the labels.
 */
export const anomaly: Kind = {
  ...scoresPerRow,
  readAnswer,
  async score(task) {
    const { split, predictions, context } = task;
    const labels = Uint8Array.from(await truthColumn(split, 'labels'));
    if (!predictions.scores) return scoreBlackBox(await boxOf(task, labels), answerOf(task), context.metrics);
    const mass = split.truth.mass ? await truthColumn(split, 'mass') : undefined;
    return scoreAnomaly({ labels, mass }, floatsOf(predictions, 'scores'), context);
  },
};

/** The answers are the submission's form, which is stored already; the predictions hold only the claimed p-value. */
function readAnswer({ form }: PredictionContext): Predictions {
  const pValue = form.p_value?.value;
  if (typeof pValue === 'number') return { p_value: { dtype: 'float64', shape: [1], data: Float64Array.of(pValue) } };
  throw new ParticipantFault('answer-invalid', {
    message: 'The answer has no p-value.',
    subject: 'p_value',
    expected: 'a number above 0, at most 1',
    got: String(pValue ?? 'nothing'),
    fix: 'State the p-value for "no new particles", or 1 for no claim.',
  });
}

function answerOf({ form, manifest }: ScoreTask) {
  const estimates: Record<string, Estimate> = {};
  for (const name of estimated(manifest.submission.answer ?? {})) {
    const given = form[name];
    if (typeof given?.value === 'number' && given.uncertainty !== undefined)
      estimates[name] = { value: given.value, uncertainty: given.uncertainty };
  }
  const [pValue, stated] = [form.p_value?.value, form.signal_probability?.value];
  return { pValue: Number(pValue), ...(typeof stated === 'number' ? { signalProbability: stated } : {}), estimates };
}

const estimated = (form: Form): string[] => Object.keys(form).filter((name) => form[name]?.uncertainty);

async function boxOf({ split, manifest }: ScoreTask, labels: Uint8Array): Promise<BlackBox> {
  const form = manifest.submission.answer ?? {};
  const { data, shape } = await truthTensor(split, 'resonance');
  const columns = Float64Array.from(data.subarray(0, shape[1] ?? 0), Number);
  const signals = labels.reduce((sum, label) => sum + label, 0);
  let column = 0;
  const quantities: Record<string, BlackBox['quantities'][string]> = {};
  for (const name of estimated(form)) {
    const [low, high] = form[name]?.range ?? [0, 1];
    const truth = name === 'events' ? signals : (columns[column++] ?? NaN);
    quantities[name] = { low, high, value: Number.isFinite(truth) ? truth : null };
  }
  return { hasSignal: signals > 0, quantities };
}
