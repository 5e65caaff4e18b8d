import { hardwareOf } from './board-hardware';

const on = (hardwareClass: string | null) => ({ timing: hardwareClass === null ? null : { hardwareClass } });
const entries = [on('EPYC, 1 core'), on('NVIDIA L4'), on('NVIDIA L4'), on(null)];
const board = (by: string) => ({ id: 'b', by, order: 'desc' as const });

test('a board by time shows the hardware class with most entries, or the requested one', () => {
  const classes = ['NVIDIA L4', 'EPYC, 1 core'];
  expect(hardwareOf(entries, board('latency.p99'), undefined)).toEqual({ classes, shown: 'NVIDIA L4' });
  expect(hardwareOf(entries, board('latency.p99'), 'EPYC, 1 core')).toEqual({ classes, shown: 'EPYC, 1 core' });
});

test('ratios and untimed metrics are ranked over all hardware classes unless one is requested', () => {
  expect(hardwareOf(entries, board('throughput.ratio'), undefined).shown).toBeNull();
  expect(hardwareOf(entries, board('auc'), undefined).shown).toBeNull();
  expect(hardwareOf(entries, board('throughput.ratio'), 'NVIDIA L4').shown).toBe('NVIDIA L4');
  expect(hardwareOf([on(null)], board('latency.p99'), undefined)).toEqual({ classes: [], shown: null });
});
