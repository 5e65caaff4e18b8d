import { NumpyStream } from './numpy-stream';
import { fillPoissonWeights } from './poisson-weights';
import type { RandomSource } from './random-source';
import { seedWords } from './seed-words';
import { deriveSeed, namedStream, streamOf } from './streams';

const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw);
const poisson = (random: RandomSource, mean: number) => draws(8, () => random.poisson(mean));

/** Written down once: data sets and intervals that exist keep their meaning only while these stay. */
describe('every generator draws the numbers of the day it was written', () => {
  it('the stream of an event', () => {
    expect(
      draws(
        4,
        (
          (s) => () =>
            s.bits()
        )(streamOf(20190215, 0)),
      ),
    ).toEqual([165960577, 656804321, 2016820560, 4066169815]);
    const stream = streamOf(20190215, 1);
    expect(draws(3, () => stream.normal())).toEqual([-0.14940135125429085, -1.0032485957449013, 0.32547853835197155]);
    expect(poisson(stream, 0.3)).toEqual([0, 0, 0, 2, 0, 0, 0, 0]);
    expect(poisson(stream, 5)).toEqual([3, 6, 5, 3, 4, 9, 6, 4]);
    expect(poisson(stream, 95)).toEqual([115, 78, 89, 100, 105, 87, 88, 96]);
    expect(deriveSeed(1, 'train')).toBe(8776636986608452);
  });

  it('a stream that is known by its name', () => {
    expect(
      draws(
        4,
        (
          (s) => () =>
            s.bits()
        )(namedStream('toys/1')),
      ),
    ).toEqual([9677707, 11770156, 3191903704, 619274758]);
    expect(poisson(namedStream('poisson/3'), 3)).toEqual([5, 5, 2, 3, 2, 5, 2, 2]);
    expect(poisson(namedStream('poisson/30'), 30)).toEqual([22, 22, 32, 30, 31, 32, 27, 26]);
    expect(poisson(namedStream('poisson/1000'), 1000)).toEqual([990, 956, 1061, 955, 1015, 944, 1034, 972]);
  });

  it('the weights of the bootstrap', () => {
    const weights = Array.from({ length: 4 }, () => new Uint8Array(12));
    fillPoissonWeights(
      seedWords('check'),
      5,
      Uint32Array.from({ length: 12 }, (_, event) => event),
      weights,
    );
    expect(weights.map((row) => row.join(''))).toEqual(['300012122301', '103010110013', '020011010021', '211102101003']);
  });

  it("numpy's stream: as numpy.random.RandomState(42) does", () => {
    const random = new NumpyStream(42);
    // numpy takes the C library's logarithm: a few units in the last place.
    const [first, second, third] = draws(3, () => random.normal());
    expect(first).toBeCloseTo(0.4967141530112327, 14);
    expect(second).toBeCloseTo(-0.13826430117118466, 14);
    expect(third).toBeCloseTo(0.6476885381006925, 14);
    expect([random.poisson(5), random.poisson(100), random.poisson(100)]).toEqual([2, 113, 106]);
    const order = draws(
      12,
      (
        (i) => () =>
          i++
      )(0),
    );
    random.shuffle(order);
    expect(order).toEqual([9, 2, 8, 6, 0, 4, 3, 10, 11, 5, 7, 1]);
  });
});
