import type { FormValues, Manifest, OutputContract, ScoredMetric } from '@unblind/contracts';
import type { ScoreReport, ScoringContext } from '@unblind/scoring';
import type { LocalSplit } from '../local-split';
import type { ModelOutput } from '../models/model-run';
import type { Predictions } from '../predictions';

/** What is known where predictions are made: never the truth of a test split. */
export interface PredictionContext {
  manifest: Manifest;
  form: FormValues;
  rows: number;
}

/** The training split, which is public: for methods that calibrate what a model gives. */
export interface Training {
  /** With views and truth. */
  split: LocalSplit;
  predictions: Predictions;
}

export interface ScoreTask {
  manifest: Manifest;
  form: FormValues;
  /** With its truth. */
  split: LocalSplit;
  predictions: Predictions;
  training: Training | null;
  context: ScoringContext;
}

/** What the platform must know of a kind of challenge: how predictions come about, and how they are scored. */
export interface Kind {
  /** A model whose output is such runs over the training split too, and scoring gets that. */
  needsTraining?(output: OutputContract): boolean;
  /** From what a model gave to what is stored and scored. */
  interpret(output: ModelOutput, context: PredictionContext & { split: LocalSplit }): Promise<Predictions>;
  /** From a file of predictions. @throws ParticipantFault */
  readFile?(path: string, filename: string, context: PredictionContext): Promise<Predictions>;
  /** From a form whose values were checked. @throws ParticipantFault */
  readAnswer?(context: PredictionContext): Predictions;
  /** What several models say together; absent where there is no such thing. */
  combine?(all: readonly Predictions[]): Predictions;
  /** What a kind makes of scored metrics and the mean time of one query, which has its interval. */
  timed?(quality: readonly ScoredMetric[], perQuery: ScoredMetric): ScoredMetric[];
  /** @throws ScoringRefusal */
  score(task: ScoreTask): Promise<ScoreReport>;
}
