import { dependsOnTruth } from '../feedback';
import type { ManifestFile, Phase } from '../manifest';
import { isOpen } from '../splits';

/** What a board says of its Ladder, and that each board has one which shows hidden truth to its phase while the phase runs. */
export function checkFeedback(manifest: ManifestFile): string[] {
  return [...manifest.scoring.boards.flatMap((board) => checkLadder(manifest, board)), ...checkPhases(manifest)];
}

type BoardInFile = ManifestFile['scoring']['boards'][number];

function checkLadder({ kind }: ManifestFile, { id, by, feedback }: BoardInFile): string[] {
  if (!feedback) return [];
  const where = `scoring.boards.${id}.feedback`;
  if (!dependsOnTruth(kind, by)) return [`${where}: '${by}' does not depend on the truth and is shown as it is; leave it out`];
  const { step, grid } = feedback;
  if (step < grid) return [`${where}.step: ${step} is below the grid of ${grid}, so that a step could be shown as none`];
  const steps = step / grid;
  return Math.abs(steps - Math.round(steps)) > 1e-9 ? [`${where}.step: ${step} is not a whole multiple of the grid of ${grid}`] : [];
}

function checkPhases({ kind, data, phases, scoring }: ManifestFile): string[] {
  const hidden = Object.entries(data.sources).find(([, source]) => !('openTruth' in source && source.openTruth));
  if (!hidden) return [];
  const [source] = hidden;
  return phases.flatMap((phase) => {
    if (phase.feedback === 'open')
      return [`phases.${phase.id}.feedback: 'open' needs public truth, and that of data.sources.${source} is hidden`];
    const undivided = !isOpen(phase.split) && 'sizes' in hidden[1] && typeof hidden[1].sizes[phase.split] === 'number';
    const shown = truthBoards(phase, kind, scoring.boards);
    if (undivided && shown.length > 0)
      return [
        `data.sources.${source}.sizes.${phase.split}: phases.${phase.id} shows results while it runs, so the split needs two parts: { ranking, diagnostic }`,
      ];
    return shown
      .filter(({ feedback }) => !feedback)
      .map(
        ({ id, by }) =>
          `scoring.boards.${id}.feedback: is missing; '${by}' depends on the truth of data.sources.${source}, and phases.${phase.id} shows it while it runs`,
      );
  });
}

/** The boards on which an open phase shows numbers that depend on the truth. */
function truthBoards({ board, boards }: Phase, kind: ManifestFile['kind'], all: readonly BoardInFile[]): BoardInFile[] {
  if (board === 'blinded') return [];
  return all.filter(({ id, by }) => (boards?.includes(id) ?? true) && dependsOnTruth(kind, by));
}
