import { createInterface } from 'node:readline/promises';
import type { ChallengeDetail, PhaseView, SubmissionKind } from '@unblind/contracts';
import { CliError, exitCodes } from '../exit-codes';

type Choices = Pick<ChallengeDetail, 'phases' | 'slug'>;
/** Null where nobody can be asked. */
type Ask = ((phases: readonly PhaseView[]) => Promise<string>) | null;

/** The open phase that takes the kind. Of several, the one that is answered; where nobody can be asked they are listed. */
export async function choosePhase({ phases, slug }: Choices, kind: SubmissionKind, ask: Ask): Promise<string> {
  const open = phases.filter(({ status }) => status === 'open');
  const fitting = open.filter(({ kinds }) => kinds.includes(kind));
  if (fitting.length > 1) return ofSeveral(slug, fitting, ask);
  // Where none takes the kind, the API says which kinds the open one takes.
  const phase = fitting[0] ?? open[0];
  if (phase) return phase.id;
  throw new CliError(
    exitCodes.participant,
    `No phase of ${slug} is open now.`,
    `Its phases: ${phases.map(({ id, opensAt, closesAt }) => `${id} from ${opensAt} to ${closesAt ?? 'further notice'}`).join('; ')}.`,
    'phase-closed',
  );
}

async function ofSeveral(slug: string, phases: readonly PhaseView[], ask: Ask): Promise<string> {
  const answer = ask && (await ask(phases)).trim();
  const chosen = phases.find(({ id }, at) => answer === id || answer === String(at + 1));
  if (chosen) return chosen.id;
  throw new CliError(
    exitCodes.usage,
    answer
      ? `'${answer}' is no open phase of ${slug}.`
      : `Several phases of ${slug} are open: ${phases.map(({ id, title }) => `${id} (${title})`).join(', ')}.`,
    `Choose one: ${phases.map(({ id }) => `--phase ${id}`).join(' or ')}.`,
    'phase-ambiguous',
  );
}

/** Asks on the terminal; null where a program or a file is at its other end. */
export const askOnTerminal: Ask =
  process.stdin.isTTY && process.stderr.isTTY
    ? async (phases) => {
        const lines = createInterface({ input: process.stdin, output: process.stderr });
        const list = phases.map(({ id, title }, at) => `  ${at + 1}  ${id} (${title})`).join('\n');
        return lines.question(`Several phases are open:\n${list}\nWhich one? `).finally(() => lines.close());
      }
    : null;
