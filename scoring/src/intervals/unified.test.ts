import { unifiedRegion } from './unified';

describe('the unified region of Feldman and Cousins', () => {
  // Their table X has upper and lower ends of mu for a measured x: at 68.27 %, x = 0 gives an upper limit of 1, x = 0.5 one of 1.5.
  it('gives the intervals of their table', () => {
    const upper = (x: number) =>
      Array.from({ length: 400 }, (_, i) => i / 100)
        .filter((mu) => x - mu >= unifiedRegion(mu).from)
        .at(-1);
    const lower = (x: number) => Array.from({ length: 400 }, (_, i) => i / 100).find((mu) => x - mu <= unifiedRegion(mu).to);
    expect([-1, 0, 0.5, 1.5].map(upper)).toEqual([0.27, 1, 1.5, 2.5].map((end) => expect.closeTo(end, 1)));
    expect([0, 0.4, 1, 2.5].map(lower)).toEqual([0, 0, 0.24, 1.5].map((end) => expect.closeTo(end, 1)));
  });
});
