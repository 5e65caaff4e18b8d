import { parseCpuList } from './cores';
import { findGpu, parseCard } from './gpu';
import { hardwareOf } from './hardware';

const environment = { onnxruntime: '1.30.0', threads: 2, cores: [2, 3], node: 'v20', sandbox: 'bubblewrap' };
const card = { name: 'NVIDIA L4', driver: '550.54', memoryBytes: 23034 * 1024 ** 2 };

test('cores are read as the kernel writes them', () => {
  expect(parseCpuList('0-3,8')).toEqual([0, 1, 2, 3, 8]);
  expect(parseCpuList('')).toEqual([]);
});

test("a card is read from nvidia-smi's first line", () => {
  expect(parseCard('NVIDIA L4, 550.54, 23034\nNVIDIA L4, 550.54, 23034\n')).toEqual(card);
  expect(parseCard('No devices were found')).toBeNull();
});

test('a runner has a GPU, or says why not', () => {
  const { gpu, reason } = findGpu();
  expect([gpu === null, reason === null].filter(Boolean)).toHaveLength(1);
});

test('results are of the class of what computed: the CPU with its cores, or the GPU', () => {
  const onCpu = hardwareOf({ ...environment, executionProvider: 'cpu' }, { ...card, devices: [] });
  expect(onCpu.class).toMatch(/, 2 cores$/);
  expect(onCpu).toMatchObject({ gpu: null, coresUsed: 2, onnxruntime: '1.30.0' });
  const onGpu = hardwareOf({ ...environment, executionProvider: 'cuda' }, { ...card, devices: [] });
  expect(onGpu).toMatchObject({ class: 'NVIDIA L4', gpu: card, executionProvider: 'cuda' });
});
