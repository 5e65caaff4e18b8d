import type { BoardRow, BoardView } from '../api/boards';
import { fileFields, shownColumns } from './columns';

const value = (name: string, at: number | null, note?: string) => ({
  name,
  value: at,
  low: at === null ? null : at - 0.01,
  high: at === null ? null : at + 0.01,
  method: 'test',
  ...(note !== undefined && { note }),
});
const row = (more: Partial<BoardRow>): BoardRow => ({
  rank: 1,
  bestRank: 1,
  worstRank: 2,
  submissionId: 's',
  evaluationId: 'e',
  method: 'Net',
  participant: { handle: 'ada', name: 'Ada' },
  baseline: false,
  unsafe: false,
  released: true,
  disagreement: false,
  contested: false,
  score: value('auc', 0.9),
  metrics: [value('auc', 0.9), value('ece', 0.1)],
  parameters: 1234,
  flops: 2468,
  modelBytes: 5000,
  hardware: 'CPU, 1 core',
  entries: 3,
  submittedAt: '2026-11-22T10:00:00.000Z',
  ...more,
});
const view = (rows: BoardRow[], more: Partial<BoardView> = {}): BoardView => ({
  challenge: 'toy',
  version: 1,
  archivedAt: null,
  phase: 'development',
  board: { id: 'auc', by: 'auc', order: 'desc' },
  simulated: true,
  openTruth: false,
  blinded: false,
  part: 'whole',
  feedback: null,
  fedBy: { entrants: 1, submissions: 1 },
  rows,
  hardware: { classes: ['CPU, 1 core'], shown: null },
  total: rows.length,
  nextCursor: null,
  published: [],
  updatedAt: null,
  ...more,
});
const challenge = { kind: 'tagging', metrics: ['auc', 'ece', 'accuracy'], phases: [] } as const;
const shown = (board: BoardView) => shownColumns(board, { ...challenge, metrics: [...challenge.metrics], phases: [] });
const titles = (board: BoardView) => shown(board).map(({ title }) => title);

describe('the columns of a board', () => {
  test('are those in which some row has something', () => {
    const plain = ['Rank', 'Participant', 'Method', 'AUC', 'ECE', 'Parameters', 'Entries', 'Submitted'];
    expect(titles(view([row({ worstRank: 1 })]))).toEqual(plain);
    expect(titles(view([row({ worstRank: 1 }), row({ rank: 2, bestRank: 1 })]))).toContain('Range');
    expect(titles(view([row({}), row({ rank: null, score: value('auc', 0.9, 'Not ranked.') })]))).toContain('Note');
    expect(titles(view([row({ metrics: [value('auc', 0.9)] })]))).not.toContain('ECE');
  });

  test('tell the machine where entries of several machines rank together, and only there', () => {
    const hardware = { classes: ['CPU, 1 core', 'GPU'], shown: null };
    const speed = { id: 'speed', by: 'throughput.ratio', order: 'desc' as const };
    expect(titles(view([row({})], { hardware, board: speed }))).toContain('Timed on');
    expect(titles(view([row({})], { hardware }))).not.toContain('Timed on');
    expect(titles(view([row({})], { hardware: { ...hardware, shown: 'GPU' }, board: speed }))).not.toContain('Timed on');
  });

  test('say in text what the page says in badges', () => {
    const flagged = row({ baseline: true, unsafe: true, metrics: [value('auc', 0.9, 'Flagged: clipped intervals')] });
    const cells = Object.fromEntries(shown(view([flagged])).map(({ title, cell }) => [title, cell(flagged)]));
    expect(cells).toMatchObject({
      Rank: '1',
      Range: '1–2',
      Method: 'Net [baseline] [flagged] [no sandbox]',
      Parameters: '1.23 k',
      Entries: '3',
    });
  });

  test('of a file have full precision and empty fields for what is not there', () => {
    const second = row({ rank: null, bestRank: null, worstRank: null, metrics: [value('brier', null)], parameters: null });
    const fields = fileFields([row({}), second]);
    const names = fields.map(({ name }) => name);
    expect(names.slice(6, 15)).toEqual(['auc', 'auc low', 'auc high', 'brier', 'brier low', 'brier high', 'ece', 'ece low', 'ece high']);
    expect(new Set(names).size).toBe(names.length);
    const of = (line: BoardRow) => Object.fromEntries(fields.map(({ name, value }) => [name, value(line)]));
    expect(of(row({}))).toMatchObject({ rank: 1, best_rank: 1, worst_rank: 2, auc: 0.9, brier: null, flops: 2468, submission: 's' });
    expect(of(second)).toMatchObject({ rank: null, brier: null, auc: null, parameters: null, baseline: false });
  });
});
