import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { inputFile, mustBeDefined, predictionsFolder, tensorKey } from '@unblind/assignments';
import type { LeaseCall, LoadedEvaluation } from '@unblind/assignments';
import { loadChallenge } from '@unblind/challenges';
import { PlatformFault, nominal, throughputOf } from '@unblind/contracts';
import type { AssignedFile, SubmittedModelFile } from '@unblind/contracts';
import type { Storage } from '@unblind/storage';
import { limits } from '../common/limits';
import { notFound } from '../common/problem';
import { CONFIG, STORAGE } from '../common/tokens';
import type { ApiConfig } from '../config';
import { LeaseRepository } from './lease.repository';
import { held } from './runner-problems';

type Described<T extends AssignedFile> = Omit<T, 'href'>;

/** The files of an assignment. Each is handed out while the lease is held, and only if it is one of the step's. */
@Injectable()
export class LeaseFiles {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CONFIG) private readonly config: ApiConfig,
    private readonly leases: LeaseRepository,
  ) {}

  async submitted(call: LeaseCall, place: number): Promise<string> {
    const file = (await this.held(call)).files[place];
    if (!file) throw notFound('such file of this step');
    return this.storage.area('submissions').signGet(file.key, signed(file.filename));
  }

  async input(call: LeaseCall, of: { split: string; variation: string; view: string }): Promise<string> {
    const file = inputFile(await this.held(call), call.step, of);
    // Truth is never among a step's inputs; an index that said otherwise is not believed.
    if (!file || file.area === 'truth') throw notFound('such file of this step');
    return this.storage.area(file.area).signGet(file.key, signed(`${of.view}.npy`));
  }

  async storedScores(call: LeaseCall): Promise<string> {
    const evaluation = await this.held(call);
    if (call.step !== 'time') throw notFound('such file of this step');
    return this.storage.area('results').signGet(scoresKey(evaluation), signed('scores.npy'));
  }

  async referenceModel(call: LeaseCall): Promise<Buffer> {
    const evaluation = await this.held(call);
    if (call.step !== 'time') throw notFound('such file of this step');
    return this.readReference(evaluation);
  }

  /** The model that a timing compares with, from the challenge's folder. */
  async reference(evaluation: LoadedEvaluation): Promise<Described<SubmittedModelFile>> {
    const bytes = await this.readReference(evaluation);
    return { filename: 'reference.onnx', bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  /** The scores of the nominal run; null if this kind of challenge stores only what was derived from them. */
  async scores(evaluation: LoadedEvaluation): Promise<Described<AssignedFile> | null> {
    const area = this.storage.area('results');
    const found = await area.stat(scoresKey(evaluation));
    return found && { bytes: found.bytes, sha256: await area.sha256(scoresKey(evaluation)) };
  }

  private async held(call: LeaseCall): Promise<LoadedEvaluation> {
    await held(this.leases.check(call));
    return this.leases.evaluation(call.evaluationId);
  }

  private async readReference(evaluation: LoadedEvaluation): Promise<Buffer> {
    const { reference } = throughputOf(evaluation);
    const file = evaluation.manifest.baselines.find(({ name }) => name === reference)?.file;
    const { directory } = await loadChallenge(evaluation.slug, this.config.challengesDirectory);
    if (file === undefined) throw noReference(reference);
    const bytes = await readFile(join(directory, file)).catch((cause: unknown) => {
      throw noReference(reference, cause);
    });
    mustBeDefined(`the reference model '${reference}'`, { defined: evaluation.scoringCode?.files.reference, bytes });
    return bytes;
  }
}

const signed = (filename: string) => ({ expiresSeconds: limits.runnerUrlSeconds, filename, by: 'runner' as const });

const scoresKey = ({ id, predictionsFence }: LoadedEvaluation): string =>
  tensorKey(predictionsFolder(id, predictionsFence), { seed: 1, variation: nominal }, 'scores');

function noReference(name: string, cause?: unknown): PlatformFault {
  const message = `The reference model '${name}' is not in the platform's copy of the challenge.`;
  return new PlatformFault('data-missing', { message, fix: "Add the file to the challenge's folder." }, { cause });
}
