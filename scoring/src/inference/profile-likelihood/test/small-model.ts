import type { TemplateModel } from '../template-model';

/** A signal on a falling background and a flat one, with a shape and two normalisations: for tests. @param size factor on all yields */
export function smallModel(size = 1): TemplateModel {
  const bins = 12;
  const template = (content: (x: number) => number) => Float64Array.from({ length: bins }, (_, bin) => size * content((bin + 0.5) / bins));
  const falling = (x: number, shift = 0) => 900 * Math.exp(-4 * (x - shift)) + 12;
  const peak = (x: number, shift = 0) => 30 * Math.exp(-(((x - 0.7 - shift) / 0.12) ** 2)) + 1;
  return {
    nuisances: ['scale', 'resolution', 'flat-yield', 'all-yields'],
    processes: [
      {
        name: 'signal',
        signal: true,
        nominal: template(peak),
        effects: {
          scale: { kind: 'shape', up: template((x) => peak(x, 0.03)), down: template((x) => peak(x, -0.02)) },
          resolution: { kind: 'shape', up: template((x) => 0.85 * peak(x) + 0.3), down: template((x) => 1.1 * peak(x)) },
        },
      },
      {
        name: 'falling',
        signal: false,
        nominal: template(falling),
        effects: {
          scale: { kind: 'shape', up: template((x) => falling(x, 0.02)), down: template((x) => falling(x, -0.02)) },
          'all-yields': { kind: 'log-normal', width: 0.02 },
        },
      },
      {
        name: 'flat',
        signal: false,
        nominal: template(() => 20),
        effects: { 'flat-yield': { kind: 'normal', width: 0.25 }, 'all-yields': { kind: 'log-normal', width: 0.02 } },
      },
    ],
  };
}
