import { evaluationStates, isLegalMove, isTerminal, legalMoves, terminalStates } from './evaluation-states';

describe('the life of an evaluation', () => {
  test('every state can be reached from received, and every state that is not an end can reach scored', () => {
    const reach = (start: (typeof evaluationStates)[number]): Set<string> => {
      const seen = new Set([start]);
      for (const state of seen) legalMoves[state].forEach((next) => seen.add(next));
      return seen;
    };
    expect([...reach('received')].sort()).toEqual([...evaluationStates].sort());
    for (const state of evaluationStates.filter((s) => !isTerminal(s))) expect(reach(state)).toContain('scored');
  });

  test('the ends are final', () => {
    expect([...terminalStates].sort()).toEqual(['cancelled', 'failed', 'rejected', 'scored']);
    for (const end of terminalStates) for (const state of evaluationStates) expect(isLegalMove(end, state)).toBe(false);
  });

  test('whatever is not ended can be cancelled, and can fail', () => {
    for (const state of evaluationStates.filter((s) => !isTerminal(s))) {
      expect(isLegalMove(state, 'cancelled')).toBe(true);
      expect(isLegalMove(state, 'failed')).toBe(true);
    }
  });

  test('nothing is scored without having been scored: only scoring leads there', () => {
    expect(evaluationStates.filter((state) => isLegalMove(state, 'scored'))).toEqual(['scoring']);
  });
});
