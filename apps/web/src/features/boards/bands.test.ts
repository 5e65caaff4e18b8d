import type { BoardRow } from '@unblind/contracts';
import { bandsOf } from './bands';

function row(method: string, rank: number | null, bestRank: number | null): BoardRow {
  const score = { name: 'auc', value: rank, low: null, high: null, method: 'poisson-bootstrap' };
  const participant = { handle: 'somebody', name: 'Somebody' };
  const ids = { submissionId: method, evaluationId: method, submittedAt: '2026-11-22T10:00:00.000Z' };
  const flags = { baseline: false, unsafe: false, released: true, disagreement: false, contested: false };
  return {
    rank,
    bestRank,
    worstRank: rank,
    method,
    participant,
    score,
    metrics: [],
    parameters: null,
    flops: null,
    modelBytes: null,
    hardware: null,
    entries: 1,
    ...ids,
    ...flags,
  };
}
const methods = (...rows: BoardRow[]): string[][] => bandsOf(rows).map((band) => band.rows.map(({ method }) => method));

describe('rows that the sample cannot order share a band', () => {
  test('a row joins while its best rank reaches the first row of the band', () => {
    expect(methods(row('a', 1, 1), row('b', 2, 1), row('c', 3, 2), row('d', 4, 3))).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });
  test('a clear order leaves each row alone', () => expect(methods(row('a', 1, 1), row('b', 2, 2))).toEqual([['a'], ['b']]));
  test('unscored rows are a band of their own, last', () => {
    expect(methods(row('a', 1, 1), row('x', null, null), row('y', null, null))).toEqual([['a'], ['x', 'y']]);
  });
});
