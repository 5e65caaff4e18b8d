import { PickleError, readPickle } from './read-pickle';

describe('pickles of plain values', () => {
  it.each([
    ['names', '(lp0\nVE_0\np1\naVPX_0\np2\na.', ['E_0', 'PX_0']],
    ['names from Python 2', "(lp0\nS'ttv'\np1\naS'is_signal_new'\np2\na.", ['ttv', 'is_signal_new']],
    ['axes', '(lp0\n(I1\n(lp1\nVx\np2\natp3\na.', [[1, ['x']]]],
    ['None', 'N.', null],
    ['numbers', '(I1\nI-2\nL3L\nF0.5\nI01\nt.', [1, -2, 3n, 0.5, true]],
    ['memos', '(lp0\nVa\np1\nag1\na.', ['a', 'a']],
    ['dictionaries', '(dp0\nI1\nVx\np1\ns.', new Map([[1, 'x']])],
    ['letters beyond ASCII', 'V\\u03c4\np0\n.', 'τ'],
  ])('give %s', (_what, pickle, expected) => expect(readPickle(pickle)).toEqual(expected));

  it.each([
    ['a call', 'cos\nsystem\n(Vecho\ntR.', "instruction 'c'"],
    ['an instance', '(ios\nsystem\n.', "instruction 'i'"],
    ['a persistent id', 'Pid\n.', "instruction 'P'"],
    ['a newer protocol', '\x80\x02]q\x00.', 'instruction'],
    ['a cut', '(lp0\nVE_0\np1\na', 'cut off'],
    ['an empty stack', 'a.', 'a value is missing'],
    ['an unknown memo', 'g7\n.', 'no memo 7'],
    ['nothing', '', 'cut off'],
  ])('are refused for %s', (_what, pickle, message) => {
    expect(() => readPickle(pickle)).toThrow(PickleError);
    expect(() => readPickle(pickle)).toThrow(message);
  });
});
