import type { RandomSource } from '@unblind/random';
import type { TemplateModel } from '../template-model';

/** A signal on two backgrounds whose bins move by about 15 % under each of three shape nuisances, up and down independently: for tests. */
export function randomModel(random: RandomSource): TemplateModel {
  const bins = 4 + random.integer(9);
  const template = (content: (x: number) => number) => Float64Array.from({ length: bins }, (_, bin) => content((bin + 0.5) / bins));
  const moved = (nominal: Float64Array) => nominal.map((content) => content * Math.max(0.3, 1 + 0.15 * random.normal()));
  const shapes = ['one', 'two', 'three'];
  const process = (name: string, signal: boolean, nominal: Float64Array) => ({
    name,
    signal,
    nominal,
    effects: Object.fromEntries(shapes.map((shape) => [shape, { kind: 'shape', up: moved(nominal), down: moved(nominal) } as const])),
  });
  return {
    nuisances: shapes,
    processes: [
      process(
        'signal',
        true,
        template((x) => 60 * x ** 2 + 3),
      ),
      process(
        'falling',
        false,
        template((x) => 300 * Math.exp(-3 * x) + 10),
      ),
      process(
        'flat',
        false,
        template(() => 30),
      ),
    ],
  };
}
