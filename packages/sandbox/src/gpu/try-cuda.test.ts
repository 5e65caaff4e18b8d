import { describeWhere } from '@unblind/testing';
import { CompiledPackage } from '../../test/compiled-package';
import { hasBubblewrap } from '../../test/machine';
import { BubblewrapProvider } from '../bubblewrap/bubblewrap-provider';
import { hasCudaProvider } from '../onnx/execution-providers';
import { gpuFiles } from './gpu-files';
import { findTrialRunProblem, findCudaProblem } from './try-cuda';

describeWhere(hasBubblewrap, 'bubblewrap is not installed', 'before a runner offers its card to models', () => {
  let compiled: CompiledPackage;
  beforeAll(() => {
    compiled = new CompiledPackage();
  });
  afterAll(() => compiled.remove());

  it('runs the smallest model, which answers', async () => {
    expect(await findTrialRunProblem(new BubblewrapProvider(), undefined, compiled.harness)).toBeNull();
  });

  it('says why it does not, where onnxruntime finds no card', async () => {
    if (gpuFiles().devices.length > 0 && hasCudaProvider()) return;
    const nothing = { devices: [], driver: [], environment: {} };
    expect(await findTrialRunProblem(new BubblewrapProvider(), nothing, compiled.harness)).toMatch(
      /The execution provider cuda does not work/,
    );
    if (!hasCudaProvider()) expect(await findCudaProblem(new BubblewrapProvider(), nothing)).toMatch(/install=cuda12/);
  });
});
