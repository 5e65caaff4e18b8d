import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gpuFor } from '@unblind/contracts';
import type { GpuNeed, SubmissionKind } from '@unblind/contracts';
import { parseCpuList } from './cores';
import { findGpu, parseCard, parseMig } from './gpu';
import type { Gpu } from './gpu';
import { hardwareOf } from './hardware';
import { quotaOf, sharedMachine, whyShared } from './shared-machine';

const environment = { onnxruntime: '1.30.0', threads: 2, cores: [2, 3], node: 'v20', sandbox: 'bubblewrap' };
const card = { name: 'NVIDIA L4', driver: '550.54', memoryBytes: 23034 * 1024 ** 2 };
const onCard: Gpu = { ...card, mig: null, files: { devices: [], driver: [], environment: {} }, runsModels: false };

test('cores are read as the kernel writes them', () => {
  expect(parseCpuList('0-3,8')).toEqual([0, 1, 2, 3, 8]);
  expect(parseCpuList('')).toEqual([]);
});

test("a GPU is read from nvidia-smi's first line", () => {
  expect(parseCard('NVIDIA L4, 550.54, 23034\nNVIDIA L4, 550.54, 23034\n')).toEqual(card);
  expect(parseCard('No devices were found')).toBeNull();
});

test('a part of a GPU is known by its profile', () => {
  expect(parseMig('GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-1)\n  MIG 1g.10gb     Device  0: (UUID: MIG-2)\n')).toBe('1g.10gb');
  expect(parseMig('GPU 0: NVIDIA L4 (UUID: GPU-1)\n')).toBeNull();
});

describe('a runner looks for its GPU', () => {
  let folder = '';
  const { PATH } = process.env;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'unblind-card-'));
    writeFileSync(join(folder, 'nvidia-smi'), '#!/bin/sh\necho "NVIDIA L4, 550.54, 23034"\n', { mode: 0o755 });
    writeFileSync(join(folder, 'nvidia.json'), JSON.stringify(specification('/dev/full')));
  });
  afterEach(() => (process.env.PATH = PATH));
  afterAll(() => rmSync(folder, { recursive: true }));

  const specification = (hostPath: string) => ({
    cdiVersion: '0.5.0',
    kind: 'nvidia.com/gpu',
    devices: [{ name: 'all', containerEdits: { deviceNodes: [{ path: '/dev/nvidia0', hostPath }] } }],
  });

  test('and finds it, or says why not', async () => {
    const { gpu, reason } = await findGpu(null, []);
    if (gpu === null) expect(reason).toMatch(/no NVIDIA GPU|no device files|CDI/);
    process.env.PATH = '/nowhere';
    expect(await findGpu(null, [])).toEqual({ gpu: null, reason: expect.stringContaining('nvidia-smi') });
  });

  test('and offers it to containers alone if onnxruntime cannot use it', async () => {
    process.env.PATH = `${folder}:${PATH}`;
    const { gpu, reason } = await findGpu(null, [folder]);
    expect(gpu).toMatchObject({ ...card, runsModels: false, files: { devices: [{ source: '/dev/full', target: '/dev/nvidia0' }] } });
    expect(reason).toMatch(/^Containers alone: /);
    writeFileSync(join(folder, 'nvidia.json'), JSON.stringify(specification('/dev/gone')));
    expect(await findGpu(null, [folder])).toEqual({ gpu: null, reason: expect.stringMatching(/\/dev\/gone.*nvidia-ctk/) });
  });
});

test('a phase decides whether a GPU is used, and which submissions wait for one', () => {
  const forAll: Gpu = { ...onCard, runsModels: true };
  const waits = (kind: SubmissionKind, gpu: GpuNeed, has: Gpu | null) => gpuFor({ kind, gpu }, has).waitsFor !== null;
  expect(gpuFor({ kind: 'onnx', gpu: 'none' }, forAll)).toEqual({ gpu: null, waitsFor: null });
  for (const need of ['optional', 'required'] as const) {
    expect(gpuFor({ kind: 'onnx', gpu: need }, forAll)).toEqual({ gpu: forAll, waitsFor: null });
    expect(gpuFor({ kind: 'container', gpu: need }, onCard)).toEqual({ gpu: onCard, waitsFor: null });
    expect(gpuFor({ kind: 'onnx', gpu: need }, onCard).gpu).toBeNull();
    expect([null, onCard].map((gpu) => waits('onnx', need, gpu))).toEqual([need === 'required', need === 'required']);
    expect([null, onCard].map((gpu) => waits('container', need, gpu))).toEqual([need === 'required', false]);
    expect(waits('predictions', need, null)).toBe(false);
  }
});

test('the hardware class of a result is the exact CPU with its cores, or the GPU with its part and driver, and the runtime', () => {
  const onCpu = hardwareOf({ ...environment, executionProvider: 'cpu' }, null);
  expect(onCpu.class).toMatch(/, 2 cores, ONNX Runtime 1\.30\.0$/);
  expect(onCpu).toMatchObject({ gpu: null, coresUsed: 2, onnxruntime: '1.30.0' });
  const onGpu = hardwareOf({ ...environment, executionProvider: 'cuda' }, onCard);
  expect(onGpu).toMatchObject({ class: 'NVIDIA L4, driver 550.54, ONNX Runtime 1.30.0', gpu: card, executionProvider: 'cuda' });
});

test('a part of a GPU is a class of its own', () => {
  const part = hardwareOf({ ...environment, executionProvider: 'cuda' }, { ...onCard, name: 'NVIDIA H100', mig: '1g.10gb' });
  expect(part.class).toBe('NVIDIA H100 MIG 1g.10gb, driver 550.54, ONNX Runtime 1.30.0');
});

test('what the operator says of a machine counts more than what can be seen of it', () => {
  const job = { SLURM_JOB_ID: '7' };
  expect(sharedMachine(undefined, job)).toBe('Other jobs of SLURM may be on the machine of this runner.');
  expect(sharedMachine(true, job)).toBeNull();
  expect(sharedMachine(false, {})).toContain('is shared with others');
});

test('a machine of which a runner has a part is not its own, and a timing has to wait for another one', () => {
  const whole = { cores: 8, allowed: 8, quota: null, environment: {} };
  expect(whyShared(whole)).toBeNull();
  expect(whyShared({ ...whole, quota: 8 })).toBeNull();
  expect(whyShared({ ...whole, allowed: 2 })).toBe('This runner has 2 of the 8 cores of its machine.');
  expect(whyShared({ ...whole, quota: 1.5 })).toBe('This runner has the time of 1.5 of the 8 cores of its machine.');
  expect(whyShared({ ...whole, environment: { CUDA_MPS_PIPE_DIRECTORY: '/tmp/mps' } })).toContain('MPS');
  expect(['150000 100000\n', 'max 100000\n', ''].map(quotaOf)).toEqual([1.5, null, null]);
});
