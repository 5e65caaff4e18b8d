import { FormValues, StoredManifest, SubmissionKind } from '@unblind/contracts';
import type { SubmissionView } from '@unblind/contracts';
import { evaluationBoards } from '../boards/board-score';
import { boardsOfPhase } from '../boards/choose-phase';
import { isSilent, summaryView } from '../evaluations/evaluation-view';
import type { Viewing } from '../evaluations/evaluation-view';
import { withheldOfSubmission } from '../evaluations/silence';
import type { ShownSubmission } from './submissions.repository';

const fileView = ({ filename, bytes, sha256, removedAt }: ShownSubmission['artefacts'][number]): SubmissionView['files'][number] => ({
  filename,
  bytes: Number(bytes),
  sha256,
  removedAt: removedAt?.toISOString() ?? null,
});

/** Returns null if this audience may see nothing. Only the owner sees files and notes; a baseline's notes are public, as its description. */
export function submissionView(submission: ShownSubmission, viewing: Viewing): SubmissionView | null {
  const { audience } = viewing;
  const { id, method, baseline, notes, form, user, createdAt, artefacts, evaluations } = submission;
  const isPublic = (evaluation: (typeof evaluations)[number]) => evaluation.state === 'scored' && !isSilent(evaluation, audience);
  const evaluation = audience === 'public' ? evaluations.find(isPublic) : evaluations[0];
  if (!evaluation) return null;
  const { phase } = evaluation;
  const silent = isSilent(evaluation, audience);
  return {
    id,
    challenge: phase.challengeVersion.challenge.slug,
    phase: phase.slug,
    kind: SubmissionKind.parse(submission.kind),
    method,
    notes: audience === 'public' && !baseline ? '' : notes,
    baseline,
    participant: user,
    files: audience === 'public' ? [] : artefacts.map(fileView),
    form: audience === 'public' && !baseline ? {} : FormValues.parse(form),
    createdAt: createdAt.toISOString(),
    evaluation: summaryView(evaluation, viewing),
    ...(silent ? { score: null, withheld: withheldOfSubmission } : scoreView(evaluation)),
  };
}

/** The value on the phase's first board. */
function scoreView(evaluation: ShownSubmission['evaluations'][number]): Pick<SubmissionView, 'score' | 'withheld'> {
  const { phase } = evaluation;
  const manifest = StoredManifest.parse(phase.challengeVersion.manifest);
  const first = boardsOfPhase({ manifest }, phase).slice(0, 1);
  const [shown] = evaluation.state === 'scored' ? evaluationBoards(first, manifest.kind, evaluation) : [];
  return { score: shown?.score ?? null, withheld: shown?.isWithheld ? [{ field: 'score', reason: 'ranking' }] : [] };
}
