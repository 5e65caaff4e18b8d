import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ChallengeDetail, EvaluationView, FileKind, SubmissionKind, SubmissionView, UploadView } from '@unblind/contracts';
import {
  ChallengeDetail as ChallengeDetailShape,
  SubmissionView as SubmissionShape,
  extensionsOf,
  fileKindOf,
  isTerminal,
  formatDuration,
} from '@unblind/contracts';
import { faultOf, inspectFor } from '@unblind/onnx-inspect';
import { Command } from 'commander';
import { ApiClient } from '../client/api-client';
import { followEvaluation } from '../client/events';
import { uploadFile } from '../client/upload';
import { CliError, exitCodes } from '../exit-codes';
import { faultAsError, print, printJson } from '../output/output';
import { progressBar } from '../output/progress-bar';
import { printEvaluation, standingInWords } from '../output/evaluation';
import { askOnTerminal, choosePhase } from './choose-phase';
import { formFrom } from './form-values';
import { placeOnBoard } from './place-on-board';
import { missingFile } from './missing-file';
import { readSettings } from '../settings';

interface Options {
  set: string[];
  method?: string;
  notes?: string;
  phase?: string;
  baseline?: boolean;
  ifNew?: boolean;
  wait?: boolean;
  json?: boolean;
}

export function submitCommand(): Command {
  return new Command('submit')
    .description(
      'submit a model (.onnx; several files are trainings of one method), a container image (.tar), predictions (.npy, .csv) or, without a file, an answer',
    )
    .argument('<challenge>')
    .argument('[files...]')
    .option('--set <name=value>', 'a parameter of the method or a field of the answer; name=value+-uncertainty; repeatable', collect, [])
    .option('--method <name>', "the method's name on the board (default: the file name)")
    .option('--notes <text>', 'notes for yourself and the organisers')
    .option('--phase <id>', 'the phase (default: the one that is open; asked for where several are)')
    .option('--baseline', 'organisers only: mark it as a baseline')
    .option('--if-new', 'do nothing and succeed if the same file was submitted before')
    .option('--wait', 'wait for the result; exit code 3 if the submission is rejected')
    .option('--json', 'print JSON')
    .action(submit);
}

async function submit(slug: string, files: string[], options: Options): Promise<void> {
  const api = new ApiClient(readSettings());
  const challenge = await api.get(`/challenges/${slug}`, ChallengeDetailShape);
  const kind = kindOfSubmission(files, challenge);
  const phase = options.phase ?? (await choosePhase(challenge, kind, askOnTerminal));
  const form = formFrom((kind === 'answer' ? challenge.answer : challenge.parameters) ?? {}, options.set);
  if (kind === 'onnx') for (const file of files) await checkBeforeUpload(file, challenge);
  const uploads = await uploadAll(api, files);
  const method = options.method ?? uploads[0]?.filename.replace(/\.[^.]+$/, '') ?? 'Answer';
  const ids = uploads.map(({ id }) => id);
  const body = { phase, kind, method, notes: options.notes ?? '', uploads: ids, form, baseline: options.baseline ?? false };
  // With --if-new the key is a hash of the request, so that running the command again finds the same submission.
  const sent = [slug, challenge.version, { ...body, uploads: uploads.map(({ sha256 }) => sha256) }];
  const key = options.ifNew ? createHash('sha256').update(JSON.stringify(sent)).digest('hex') : randomUUID();
  const submission = await api
    .post(`/challenges/${slug}/submissions`, body, SubmissionShape, { 'idempotency-key': key })
    .catch((error: unknown) => {
      if (options.ifNew && isDuplicate(error)) return null;
      throw error;
    });
  if (!submission)
    return options.json
      ? printJson({ submitted: false, reason: 'duplicate-submission' })
      : print('The same file was submitted before; nothing was submitted now.');
  announceBudget(challenge, kind, options);
  if (options.wait) await waitAndReport(api, options, submission);
  else report(api, options, submission, null);
}

function kindOfSubmission([first]: readonly string[], challenge: ChallengeDetail): SubmissionKind {
  return first === undefined ? 'answer' : kindOf(first, challenge);
}

/** What runs has a budget, which its participant should know beforehand. */
function announceBudget({ limits }: ChallengeDetail, kind: SubmissionKind, { json }: Options): void {
  if (!json && (kind === 'onnx' || kind === 'container')) print(`All its runs together may use ${formatDuration(limits.cpu)} of CPU time.`);
}

const isDuplicate = (error: unknown): boolean => error instanceof CliError && error.code === 'duplicate-submission';

async function uploadAll(api: ApiClient, files: readonly string[]): Promise<UploadView[]> {
  const uploads: UploadView[] = [];
  for (const file of files) {
    const bar = progressBar('uploading');
    uploads.push(await uploadFile(api, file, bar.update).finally(bar.stop));
  }
  return uploads;
}

async function waitAndReport(api: ApiClient, options: Options, submission: SubmissionView): Promise<void> {
  const running = progressBar('running');
  let said = '';
  const evaluation = await followEvaluation(api, submission.evaluation.id, (view) => {
    const place = standingInWords(view).join(' ');
    if (!options.json && view.queue && place !== said) process.stderr.write(`${place}\n`);
    said = place;
    if (view.progress) running.update(view.progress.done, view.progress.total);
  }).finally(running.stop);
  report(api, options, submission, evaluation);
  if (!options.json && evaluation.state === 'scored') for (const line of await placeOnBoard(api, submission, evaluation)) print(line);
  if (evaluation.fault && options.json) process.exitCode = exitCodes[evaluation.fault.whose];
  else if (evaluation.fault) throw faultAsError(evaluation.fault);
}

const collect = (value: string, before: string[]): string[] => [...before, value];

function kindOf(file: string, { kind }: Pick<ChallengeDetail, 'kind'>): FileKind {
  const known = fileKindOf(file, kind);
  if (known) return known;
  throw new CliError(
    exitCodes.participant,
    `${basename(file)} is not a model, a container image or a predictions file.`,
    `Submit a model (.onnx), the archive of an image (.tar) or predictions (${extensionsOf('predictions', kind).join(', ')}).`,
    'kind-not-accepted',
  );
}

/** Makes the same check as the web page and the server, before anything is uploaded. */
async function checkBeforeUpload(file: string, { views, outputs, limits }: ChallengeDetail): Promise<void> {
  const bytes = await readFile(file).catch(() => {
    throw missingFile(file);
  });
  const { inspection, binding } = inspectFor(bytes, { views, outputs, limits: { bytes: limits.bytes } });
  const fault = faultOf(inspection) ?? (binding && faultOf(binding));
  if (fault) throw faultAsError(fault.detail);
}

function report(api: ApiClient, { json }: Options, submission: SubmissionView, evaluation: EvaluationView | null): void {
  const page = `${api.url}/submissions/${submission.id}`;
  if (json) return printJson({ submission: { ...submission, evaluation: evaluation ?? submission.evaluation }, page });
  print(page);
  if (evaluation && isTerminal(evaluation.state)) printEvaluation(evaluation);
}
