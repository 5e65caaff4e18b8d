import { InferenceSession } from 'onnxruntime-node';
import { z } from 'zod';
import { Inspection, type TensorSignature } from '@unblind/contracts';
import { readVector, testWithFixtures } from '@unblind/testing';
import { inspectOnnx } from './inspect';
import { fixturesOf, model, modelNames } from './test/models';

const verdicts: Record<string, string> = {
  'custom-ops/custom_op_str_attr_missing_test.onnx': 'onnx-custom-op',
  'custom-ops/custom_op_string_lower.onnx': 'onnx-custom-op',
  'custom-ops/custom_op_test.onnx': 'onnx-custom-op',
  'custom-ops/exceptional_custom_op1.onnx': 'onnx-custom-op',
  'custom-ops/ort_custom_op_test.onnx': 'onnx-custom-op',
  'custom-ops/ort_overridable_initializer.onnx': 'ok',
  'custom-ops/ort_upsample.ort': 'file-not-onnx',
  'custom-ops/ort_vectorizer.onnx': 'ok', // com.microsoft:Tokenizer comes with ONNX Runtime
  'custom-ops/test_regex_split_with_offsets.onnx': 'onnx-custom-op',
  'external/ext_length_short.onnx': 'onnx-external-data',
  'external/ext_missing_file.onnx': 'onnx-external-data',
  'external/ext_negative_offset.onnx': 'onnx-external-data',
  'external/ext_no_location.onnx': 'onnx-external-data',
  'external/ext_offset_past_end.onnx': 'onnx-external-data',
  'external/ext_ok.onnx': 'onnx-external-data',
  'external/ext_traversal.onnx': 'onnx-external-data',
  'hep-cms/DeepBoostedJet_V02_decorrelated.onnx': 'ok',
  'hep-cms/DeepBoostedJet_V02_full.onnx': 'ok',
  'hep-cms/DeepDoubleB_94X_V01.onnx': 'ok', // out of topological order: a warning
  'hep-cms/HLT_ParticleNetAK4_V01.onnx': 'ok',
  'hep-cms/HiggsInteractionNet.onnx': 'ok',
  'hep-cms/ParticleNetAK8_General_V00.onnx': 'ok',
  'hep-fastml/bnn_model_fc_1layer.onnx': 'onnx-custom-op',
  'hep-fastml/branched_model_ch_last.onnx': 'onnx-custom-op',
  'hep-fastml/qkeras_jettagging_qonnx.onnx': 'onnx-custom-op',
  'hep-fastml/three_layer_keras.onnx': 'ok',
  'hep-fastml/two_layer_keras.onnx': 'ok',
  'hep-tracking/MLAmbiguityResolutionDemo.onnx': 'ok',
  'hep-tracking/duplicateClassifier.onnx': 'ok',
  'hep-tracking/exatrkx_gnn.onnx': 'ok',
  'made/dense.onnx': 'ok',
  'malformed/bitflip.onnx': 'ok', // flipped in a name and a weight: another model, as good as any
  'malformed/custom_domain_op.onnx': 'onnx-custom-op',
  'malformed/cycle.onnx': 'onnx-invalid',
  'malformed/dangling_input.onnx': 'onnx-invalid',
  'malformed/duplicate_output.onnx': 'onnx-invalid',
  'malformed/expand_bomb_256GB.onnx': 'onnx-too-complex',
  'malformed/html_404.onnx': 'file-not-onnx',
  'malformed/infinite_loop.onnx': 'ok', // only the run can tell: a warning
  'malformed/initializer_short_raw.onnx': 'onnx-invalid',
  'malformed/lfs_pointer_mnist-12.onnx': 'file-not-onnx',
  'malformed/missing_output.onnx': 'onnx-invalid',
  'malformed/negative_dim.onnx': 'onnx-invalid',
  'malformed/no_opset_import.onnx': 'onnx-invalid',
  'malformed/opset_999.onnx': 'onnx-opset-unsupported',
  'malformed/random_4k.onnx': 'file-not-onnx',
  'malformed/random_output.onnx': 'ok', // only two runs can tell: a warning
  'malformed/string_input.onnx': 'ok', // for a contract to refuse
  'malformed/trailing_garbage.onnx': 'onnx-invalid',
  'malformed/truncated_half.onnx': 'file-truncated',
  'malformed/unknown_op.onnx': 'onnx-custom-op',
  'malformed/zero_bytes.onnx': 'file-empty',
  'malformed/zip_not_onnx.onnx': 'file-not-onnx',
  'onnx-simple/light_squeezenet.onnx': 'ok',
  'onnx-simple/mnist_with_initializer_inputs.onnx': 'ok',
  'onnx-simple/opt-mnist.onnx': 'ok',
  'onnx-simple/test_BatchNorm1d_3d_input_eval/model.onnx': 'onnx-opset-unsupported', // opset 6: no kernel
  'onnx-simple/test_Conv1d/model.onnx': 'ok',
  'onnx-simple/test_Linear/model.onnx': 'onnx-opset-unsupported',
  'onnx-simple/test_Softmax/model.onnx': 'ok',
  'onnx-simple/test_expand_shape_model1/model.onnx': 'ok',
  'onnx-simple/test_gradient_of_add_and_mul.onnx': 'onnx-custom-op',
  'onnx-simple/test_operator_addmm/model.onnx': 'onnx-opset-unsupported',
  'onnx-simple/test_operator_symbolic_override/model.onnx': 'ok',
  'onnx-simple/test_sequence_model3/model.onnx': 'ok',
  'onnx-simple/test_strnorm_model_monday_casesensintive_lower/model.onnx': 'ok',
};

/** What ONNX Runtime would load and Unblind does not take. */
const refusedByPolicy = new Set([
  'custom-ops/ort_upsample.ort',
  'external/ext_ok.onnx',
  'malformed/expand_bomb_256GB.onnx',
  'malformed/negative_dim.onnx',
]);
/** Right models that need a locale which the machine may lack. */
const needLocale = new Set(['custom-ops/ort_vectorizer.onnx', 'onnx-simple/test_strnorm_model_monday_casesensintive_lower/model.onnx']);

/** Bytes, IR version and opsets, by the onnx package of Python; from refused files too, as long as they can be parsed. */
const Inventory = z.array(
  z.object({ file: z.string(), bytes: z.number(), opset: z.array(z.tuple([z.string(), z.number()])), ir: z.number() }),
);
const inventory = Inventory.parse(JSON.parse(readVector('packages/onnx-inspect', 'inventory.json').toString('utf8')));

const sized = (signature: readonly TensorSignature[]) =>
  signature.map(({ name, dtype, shape }) => ({ name, dtype, shape: shape?.map((size) => (typeof size === 'number' ? size : 'free')) }));
const metadata = (values: InferenceSession['inputMetadata']) =>
  values.map((value) => {
    if (!value.isTensor) throw new Error(`${value.name} is no tensor`);
    return { name: value.name, dtype: value.type, shape: value.shape.map((size) => (typeof size === 'number' ? size : 'free')) };
  });

const forEachModel = (names: readonly string[], title: (name: string) => string, body: (name: string) => unknown) =>
  names.forEach((name) => testWithFixtures(fixturesOf(name), title(name), () => body(name)));

describe('public and hostile models', () => {
  const loads = async (name: string) => InferenceSession.create(model(name), { logSeverityLevel: 4 }).catch(() => null);

  it('have a verdict each', () => {
    expect(Object.keys(verdicts).sort()).toEqual(modelNames());
  });

  forEachModel(
    Object.keys(verdicts),
    (name) => `${name} has the verdict ${verdicts[name]}, in time and memory`,
    (name) => {
      const file = model(name);
      const before = process.memoryUsage().rss;
      const start = performance.now();
      const inspection = Inspection.parse(inspectOnnx(file));
      expect(performance.now() - start).toBeLessThan(2000);
      expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 ** 2);
      expect(inspection.code).toBe(verdicts[name]);
      expect(inspection.ok).toBe(verdicts[name] === 'ok');
      expect(inspection.issues.every((issue) => issue.message !== '' && issue.fix !== '')).toBe(true);
    },
  );

  forEachModel(
    inventory.map(({ file }) => file),
    (name) => `${name} has the bytes, IR version and opsets of the inventory`,
    (name) => {
      const entry = inventory.find(({ file }) => file === name);
      const { bytes, irVersion: ir, domains } = inspectOnnx(model(name));
      const opset = entry?.opset.map(([domain, version]) => ({ domain: domain || 'ai.onnx', version }));
      expect({ bytes, ir, opset: domains }).toEqual({ bytes: entry?.bytes, ir: entry?.ir, opset });
    },
  );

  forEachModel(
    Object.keys(verdicts).filter((name) => !refusedByPolicy.has(name) && !needLocale.has(name)),
    (name) => `${name} loads in ONNX Runtime if it passes, with the same signature`,
    async (name) => {
      const session = await loads(name);
      expect(session !== null).toBe(verdicts[name] === 'ok');
      if (!session) return;
      const { inputs, outputs } = inspectOnnx(model(name));
      expect(sized(inputs)).toEqual(metadata(session.inputMetadata));
      expect(sized(outputs)).toEqual(metadata(session.outputMetadata));
      await session.release();
    },
  );

  forEachModel(
    ['made/dense.onnx', 'hep-fastml/three_layer_keras.onnx'],
    (name) => `${name}, a small dense network, has the parameters and FLOPs that come out by hand`,
    (name) => {
      const { parameters, flops } = inspectOnnx(model(name));
      // 16-64-32-32-5: products and biases, then relu on 64 + 32 + 32 values and a softmax on 5.
      expect(parameters).toBe(16 * 64 + 64 + 64 * 32 + 32 + 32 * 32 + 32 + 32 * 5 + 5);
      expect(flops).toBe(2 * (16 * 64 + 64 * 32 + 32 * 32 + 32 * 5) + (64 + 32 + 32 + 5) + (64 + 32 + 32) + 5 * 5);
    },
  );

  forEachModel(
    ['hep-cms/ParticleNetAK8_General_V00.onnx'],
    (name) => `shapes are followed through the kNN graphs of ${name} to a FLOP count`,
    (name) => {
      const { flops, warnings } = inspectOnnx(model(name));
      expect(flops).toBeGreaterThan(5e8);
      expect(warnings).toEqual([]);
    },
  );

  forEachModel(
    ['hep-cms/HLT_ParticleNetAK4_V01.onnx'],
    (name) => `the node that stops the count of ${name}, where more than the batch is free, is named; it counts once the sizes are given`,
    (name) => {
      const open = inspectOnnx(model(name));
      expect(open.flops).toBeNull();
      expect(open.warnings.join()).toContain('(node "/Mul")');
      const sizes = { pf_points: 50, pf_features: 50, pf_mask: 50, sv_points: 5, sv_features: 5, sv_mask: 5 };
      const shapes = Object.fromEntries(Object.entries(sizes).map(([input, size]) => [input, ['N', 'C', size]]));
      expect(inspectOnnx(model(name), {}, shapes).flops).toBeGreaterThan(1e7);
    },
  );

  const warnings = {
    'malformed/infinite_loop.onnx': 'a run that does not end is stopped',
    'malformed/random_output.onnx': 'has no seed',
    'hep-cms/DeepDoubleB_94X_V01.onnx': 'topological order',
  };
  forEachModel(
    Object.keys(warnings),
    (name) => `${name} gets a warning of what only a run can judge`,
    (name) => expect(inspectOnnx(model(name)).warnings.join()).toContain(warnings[name as keyof typeof warnings]),
  );
});
