import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mustBeDefined } from '@unblind/assignments';
import type { LoadedEvaluation } from '@unblind/assignments';
import { PlatformFault, nominal, trainingRun } from '@unblind/contracts';
import type { MetricPart, PredictionRun } from '@unblind/contracts';
import { halfOf, rowsOfPart, writePredictionsOfPart, writeTruthOfPart } from '@unblind/evaluation';
import type { Half, LocalSplit, PartOfSplit } from '@unblind/evaluation';
import type { SandboxProvider } from '@unblind/sandbox';
import type { ScoreReport } from '@unblind/scoring';
import type { Storage } from '@unblind/storage';
import { fetchSplit } from '../data/split-cache';
import { scoreBySandbox } from './score-by-sandbox';
import { scoreInThread } from './score-in-thread';

export interface ScorerOptions {
  /** Opened with credentials for truth and none for submissions. */
  storage: Storage;
  cache: string;
  /** The folder of the challenges. */
  challenges: string;
  /** The sandbox for organisers' own scorers; null if this machine has none. */
  provider: SandboxProvider | null;
}

interface Request {
  /** The models, several as an ensemble. */
  seeds: readonly number[];
  metrics: readonly string[];
  /** Default: as many as the challenge says. */
  replicates?: number;
  /** Where maxima over cuts are quoted. */
  cuts?: Readonly<Record<string, number>> | undefined;
}

/** A part of a divided split, all rows of a split, or a half of one that is not divided. */
export type ScoredPart = MetricPart | Half;
type RowsOf = Exclude<ScoredPart, 'whole'>;

/** Scores runs of one evaluation on a part of its split, or on all of it. */
export class PartScorer {
  private readonly rows = new Map<RowsOf, Promise<number[]>>();
  /** By part and variation: the models of a submission share them. */
  private readonly truths = new Map<string, Promise<LocalSplit>>();

  constructor(
    private readonly options: ScorerOptions,
    private readonly evaluation: LoadedEvaluation,
    /** `trained`: there are predictions on the training split. */
    private readonly run: { work: string; signal: AbortSignal; trained: boolean },
  ) {}

  /** Where the predictions of a run lie: those for the whole split are brought by the caller. */
  folderOf(part: ScoredPart, { seed, variation }: PredictionRun): string {
    return join(this.run.work, part, String(seed), variation);
  }

  /** @throws ParticipantFault if predictions cannot be scored, with the row of the whole split */
  async check(runs: readonly PredictionRun[]): Promise<void> {
    if (this.evaluation.manifest.kind === 'custom') return;
    for (const { seed, variation } of runs) await this.score('whole', variation, { seeds: [seed], metrics: [], replicates: 0 });
  }

  async score(part: ScoredPart, variation: string, { seeds, metrics, replicates, cuts }: Request): Promise<ScoreReport> {
    const { manifest, form, split } = this.evaluation;
    const whole = await this.fetched('truth', split, variation);
    const truth = part === 'whole' ? whole : await this.divide(part, whole, { seeds, variation });
    const seed = `${this.seedOf(whole)}${part === 'whole' ? '' : `/${part}`}`;
    const context = { metrics, replicates: replicates ?? manifest.scoring.replicates, seed, ...(cuts ? { cuts } : {}) };
    const of = (shift: string, from = part) => seeds.map((number) => this.folderOf(from, { seed: number, variation: shift }));
    const { signal } = this.run;
    if (manifest.kind === 'custom')
      return scoreBySandbox(this.options.provider, {
        scorer: await this.scorer(),
        truth,
        predictions: this.folderOf(part, { seed: seeds[0] ?? 1, variation }),
        form,
        context,
        signal,
      });
    const training = this.run.trained ? { split: await this.trainingSplit(), predictions: of(trainingRun, 'whole') } : null;
    return scoreInThread({ manifest, form, split: truth, predictions: of(variation), training, context }, signal);
  }

  /** The organiser's module, as the challenge was published with it. */
  private async scorer(): Promise<string> {
    const { manifest, slug, scoringCode } = this.evaluation;
    const path = join(this.options.challenges, slug, manifest.scoring.scorer ?? '');
    const bytes = await readFile(path).catch((cause: unknown) => {
      const message = `The organiser's scorer is not in the platform's copy of the challenge '${slug}'.`;
      throw new PlatformFault('data-missing', { message, fix: "Put it back into the challenge's folder." }, { cause });
    });
    mustBeDefined("the organiser's scorer", { defined: scoringCode?.files.scorer, bytes });
    return path;
  }

  /** Writes truth and predictions for the rows of a part. */
  private async divide(part: RowsOf, split: LocalSplit, { seeds, variation }: { seeds: readonly number[]; variation: string }) {
    const { kind } = this.evaluation.manifest;
    const of: PartOfSplit = { split, rows: await this.rowsOf(part) };
    for (const seed of seeds) {
      const run = { seed, variation };
      await writePredictionsOfPart(kind, of, { from: this.folderOf('whole', run), to: this.folderOf(part, run) });
    }
    const key = join(part, variation);
    const truth = this.truths.get(key) ?? writeTruthOfPart(kind, of, join(this.run.work, 'truth', key));
    this.truths.set(key, truth);
    return truth;
  }

  private rowsOf(part: RowsOf): Promise<number[]> {
    const rows = async () => {
      const split = await this.fetched('truth', this.evaluation.split, nominal);
      return part === 'ranking' || part === 'diagnostic' ? rowsOfPart(split, part) : halfOf(split, part, this.seedOf(split));
    };
    const known = this.rows.get(part) ?? rows();
    this.rows.set(part, known);
    return known;
  }

  /** The same for every submission and shift, so that bootstrap replicates can be paired; a secret where the truth is one. */
  private seedOf({ scoringSeed }: LocalSplit): string {
    const { slug, version, split } = this.evaluation;
    return scoringSeed ?? `${slug}@${version}/${split}`;
  }

  private async trainingSplit(): Promise<LocalSplit> {
    const [views, { truth }] = [await this.fetched('views', 'train', nominal), await this.fetched('truth', 'train', nominal)];
    return { ...views, truth };
  }

  private fetched(what: 'views' | 'truth', split: string, variation: string): Promise<LocalSplit> {
    const { dataSetId, index } = this.evaluation;
    const { storage, cache: directory } = this.options;
    return fetchSplit({ storage, directory, dataSetId, index, split, what, variation: variation === nominal ? undefined : variation });
  }
}
