import type { FormValues, Manifest, OutputContract } from '@unblind/contracts';
import type { ScoreReport, ScoringContext } from '@unblind/scoring';
import type { LocalSplit } from '../local-split';
import type { ModelOutput } from '../models/model-run';
import type { PartOfSplit } from '../parts/divided-split';
import type { Predictions } from '../predictions';

/** What is known when predictions are made; never the truth of a test split. */
export interface PredictionContext {
  manifest: Manifest;
  form: FormValues;
  rows: number;
}

/** What is known of the split for which a file of predictions was sent. */
export interface FileContext extends PredictionContext {
  /** How many entries the split has, where its rows are sets; otherwise how many rows. */
  entries: number;
}

/** The public training split with the model's predictions for it, for methods that calibrate a model's output. */
export interface Training {
  /** Includes views and truth. */
  split: LocalSplit;
  predictions: Predictions;
}

export interface ScoreTask {
  manifest: Manifest;
  form: FormValues;
  /** Includes its truth. */
  split: LocalSplit;
  predictions: Predictions;
  training: Training | null;
  context: ScoringContext;
}

/** What the platform must know about a kind of challenge: how predictions are obtained and how they are scored. */
export interface Kind {
  /** True if a model with this output also runs on the training split, whose predictions are then passed to `score`. */
  needsTraining?(output: OutputContract): boolean;
  /** Turns a model's output into the predictions that are stored and scored. */
  interpret(output: ModelOutput, context: PredictionContext & { split: LocalSplit }): Promise<Predictions>;
  /** Reads a file of predictions. @throws ParticipantFault */
  readFile?(path: string, filename: string, context: FileContext): Promise<Predictions>;
  /** Makes predictions from a form whose values have been checked. @throws ParticipantFault */
  readAnswer?(context: PredictionContext): Predictions;
  /** Combines the predictions of several models into those of the ensemble; absent if the kind has no ensemble. */
  combine?(all: readonly Predictions[]): Predictions;
  /**
   * The truth of a part of a split, where it depends on all rows of the split.
   * @param part, whole the tensors for the rows of the part, and for all rows
   */
  truthOfPart?(part: Predictions, whole: Predictions): Predictions;
  /**
   * The predictions for the rows of a part, where they are keyed and in an order of their own; null where they are in the split's order,
   * as of kinds without this function.
   */
  predictionsOfPart?(predictions: Predictions, of: PartOfSplit): Promise<Predictions | null>;
  /** @throws ScoringRefusal */
  score(task: ScoreTask): Promise<ScoreReport>;
}
