import { Inspection } from '@unblind/contracts';
import { namedStream } from '@unblind/random';
import { describeWithFixtures } from '@unblind/testing';
import { inspectOnnx } from './inspect';
import { fixturesOf, model } from './test/models';

const files = [
  'made/dense.onnx',
  'hep-fastml/three_layer_keras.onnx',
  'hep-tracking/exatrkx_gnn.onnx',
  'onnx-simple/mnist_with_initializer_inputs.onnx',
  'malformed/infinite_loop.onnx',
  'onnx-simple/test_sequence_model3/model.onnx',
  'hep-fastml/branched_model_ch_last.onnx',
];

for (const name of files)
  describeWithFixtures(fixturesOf(name), `a damaged ${name}`, () => {
    it('that is cut anywhere is refused, never a crash', () => {
      const whole = model(name);
      const stride = Math.max(1, Math.floor(whole.length / 400));
      for (let length = 0; length < whole.length; length += length < 200 ? 1 : stride) {
        const inspection = inspectOnnx(whole.subarray(0, length));
        if (inspection.ok) throw new Error(`${name} cut at ${length} passes`);
        expect(['file-empty', 'file-truncated', 'file-not-onnx', 'onnx-invalid', 'onnx-external-data', 'onnx-custom-op']).toContain(
          inspection.code,
        );
      }
    });

    it('that has flipped bytes is refused or read, never a crash', () => {
      const whole = model(name);
      const random = namedStream(name);
      for (let round = 0; round < 150; round++) {
        const damaged = Uint8Array.from(whole);
        // Structure sits at the ends of these files and weights in the middle: half of the damage goes to the first kilobytes.
        const reach = round % 2 === 0 ? Math.min(whole.length, 4096) : whole.length;
        for (let flips = 0; flips <= round % 4; flips++) damaged[random.integer(reach)] = random.integer(256);
        const start = performance.now();
        const inspection = inspectOnnx(damaged);
        expect(performance.now() - start).toBeLessThan(2000);
        const parsed = Inspection.safeParse(JSON.parse(JSON.stringify(inspection)));
        if (!parsed.success) throw new Error(`${name}, round ${round}: ${parsed.error.message}`);
      }
    });
  });
