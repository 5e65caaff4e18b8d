#!/usr/bin/env node
// Asks ONNX Runtime, for each operator, opset and element type, whether it has a kernel on the CPU, and writes the answers to
// packages/onnx-inspect/src/kernels/table.ts. Run it after an update of onnxruntime-node (some minutes): node scripts/kernel-table.mjs
import { writeFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
await build({ web: false });
const { bytes, integer, join, text, attribute, opsetImports } = require(`${root}packages/onnx-writer/dist/index.js`);
const { knownOperators, newestOpset } = require(`${root}packages/onnx-inspect/dist/operators.js`);
const { InferenceSession, env } = require('onnxruntime-node');
env.logLevel = 'fatal';

/** TensorProto.DataType of the types that are asked about, in the order of the bits in the table. */
const types = [1, 11, 10, 16, 3, 5, 6, 7, 2, 4, 12, 13, 9, 8];
const [FLOAT, INT64, BOOL] = [1, 7, 9];

/** What operators must be given besides inputs. */
const attributes = {
  AveragePool: { kernel_shape: [1, 1] },
  BitShift: { direction: 'LEFT' },
  Cast: { to: 1 },
  Concat: { axis: 0 },
  DepthToSpace: { blocksize: 1 },
  ConcatFromSequence: { axis: 0 },
  Einsum: { equation: 'i->i' },
  GRU: { hidden_size: 1 },
  LRN: { size: 1 },
  LSTM: { hidden_size: 1 },
  LpPool: { kernel_shape: [1, 1] },
  MaxPool: { kernel_shape: [1, 1] },
  MaxRoiPool: { pooled_shape: [1, 1] },
  MaxUnpool: { kernel_shape: [1, 1] },
  RNN: { hidden_size: 1 },
  SpaceToDepth: { blocksize: 1 },
  Upsample: { scales: [1, 1] },
  'ai.onnx.ml:Imputer': { imputed_value_floats: { floats: [0] }, replaced_value_float: { float: 0 } },
  'ai.onnx.ml:LinearClassifier': { coefficients: { floats: [1] }, classlabels_ints: [0] },
  'ai.onnx.ml:LinearRegressor': { coefficients: { floats: [1] } },
  'ai.onnx.ml:OneHotEncoder': { cats_int64s: [1] },
  'ai.onnx.ml:Scaler': { offset: { floats: [0] }, scale: { floats: [1] } },
  'com.microsoft:Attention': { num_heads: 1 },
  'com.microsoft:DecoderMaskedMultiHeadAttention': { num_heads: 1 },
  'com.microsoft:FusedConv': { kernel_shape: [1, 1] },
  'com.microsoft:GroupQueryAttention': { num_heads: 1, kv_num_heads: 1 },
  'com.microsoft:MultiHeadAttention': { num_heads: 1 },
  'com.microsoft:NGramRepeatBlock': { ngram_size: 1 },
  'com.microsoft:QLinearAveragePool': { kernel_shape: [1, 1] },
  'com.microsoft:QLinearConcat': { axis: 0 },
  'com.microsoft:QLinearSoftmax': { opset: 13 },
  'com.microsoft:WordConvEmbedding': { embedding_size: 1 },
};
/** Operators with more than one output that must be there. */
const outputs = {
  DynamicQuantizeLinear: 3,
  TopK: 2,
  'ai.onnx.ml:LinearClassifier': 2,
  'com.microsoft:LayerNormalization': 2,
};
/** Inputs of operators that quantise: 'T' and scales. */
const quantised = ['TFT', 'TFTFT', 'TFTTFT', 'TFTTFTFT', 'FTTFFF', 'FTF', 'FTFT', 'TTFF', 'FFT', 'TFTTFTFFT', 'FTFTTFT', 'FTTF'];

const input = (name, type) => join(text(1, name), bytes(2, bytes(1, integer(1, type))));

/** An operator's name, with its domain in front if that is not ai.onnx. */
const keyOf = ({ domain, name }) => (domain === '' ? name : `${domain}:${name}`);

function modelOf(operator, opset, inputs) {
  const { domain, name } = operator;
  const key = keyOf(operator);
  const node = join(
    ...inputs.map((_, at) => text(1, `x${at}`)),
    ...Array.from({ length: outputs[key] ?? 1 }, (_, at) => text(2, `y${at}`)),
    text(4, name),
    ...Object.entries(attributes[key] ?? {}).map(([known, value]) => bytes(5, attribute(known, value))),
    text(7, domain),
  );
  const graph = join(bytes(1, node), text(2, 'g'), ...inputs.map((type, at) => bytes(11, input(`x${at}`, type))), bytes(12, text(1, 'y0')));
  return join(integer(1, 13), bytes(7, graph), opsetImports(8, { '': newestOpset[''], [domain]: opset }));
}

/** 'runs', 'missing' (a valid node without a kernel) or null (no valid node). */
async function outcome(operator, opset, inputs) {
  try {
    const session = await InferenceSession.create(modelOf(operator, opset, inputs), { logSeverityLevel: 4 });
    await session.release();
    return 'runs';
  } catch (error) {
    if (/Could not find an implementation|NOT_IMPLEMENTED/.test(String(error))) return 'missing';
    // A kernel was found, and wants attributes that the node has not.
    return /Exception during initialization/.test(String(error)) ? 'runs' : null;
  }
}

/** Arrangements of inputs: 'T' is the type that is asked about. */
const arrangements = (() => {
  const all = [];
  const grow = (list) => {
    if (list.includes('T')) all.push(list);
    if (list.length < 3) for (const kind of ['T', INT64, FLOAT, BOOL]) grow([...list, kind]);
  };
  for (const first of ['T', BOOL, FLOAT]) grow([first]);
  const spelled = (letters) => [...letters].map((letter) => (letter === 'F' ? FLOAT : letter));
  return [...all, ...['TTTT', 'TTTTT', ...quantised].map(spelled)];
})();
const filled = (arrangement, type) => arrangement.map((kind) => (kind === 'T' ? type : kind));

/** The outcome for each type. */
async function outcomes(operator, opset, arrangement) {
  const found = [];
  for (const type of types) found.push(await outcome(operator, opset, filled(arrangement, type)));
  return found;
}
const validTypes = (found) => found.filter((outcome) => outcome !== null).length;

/** The arrangements that are valid for most types, by the first input of the type: four for each. */
async function validOf(operator, opset) {
  const byPlace = new Map();
  for (const arrangement of arrangements) {
    const count = validTypes(await outcomes(operator, opset, arrangement));
    const place = arrangement.indexOf('T');
    // One that fits a type or two asks about another input: the float among booleans, for one.
    if (count > (place === 0 ? 0 : 2)) byPlace.set(place, [...(byPlace.get(place) ?? []), { arrangement, count }]);
  }
  const most = (found) => found.sort((a, b) => b.count - a.count).slice(0, 4);
  return [...byPlace].map(([place, found]) => ({ place, valid: most(found).map(({ arrangement }) => arrangement) }));
}

/** The types, as bits, that are valid in some arrangement and run in none. */
const missingOf = (tables) =>
  types.reduce((missing, _, bit) => {
    const found = tables.map((table) => table[bit]);
    return found.includes('missing') && !found.includes('runs') ? missing | (1 << bit) : missing;
  }, 0);

/** For each input whose type decides: from which opset on which types lack a kernel. */
async function segmentsOf(operator, newest) {
  const segments = new Map();
  let places = [];
  for (let opset = operator.domain === '' ? 7 : 1; opset <= newest; opset++) {
    const asked = async ({ place, valid }) => {
      const tables = [];
      for (const arrangement of valid) tables.push(await outcomes(operator, opset, arrangement));
      return { place, valid, tables };
    };
    const ask = async () => (await Promise.all(places.map(asked))).filter(({ tables }) => tables.some((table) => validTypes(table) > 0));
    let answers = await ask();
    if (answers.length === 0) {
      places = await validOf(operator, opset);
      answers = await ask();
    }
    for (const { place, tables } of answers) {
      const missing = missingOf(tables);
      const known = segments.get(place) ?? [];
      if (known.at(-1)?.missing !== missing) segments.set(place, [...known, { opset, missing }]);
    }
  }
  return segments;
}

const rows = [];
for (const operator of knownOperators()) {
  const segments = await segmentsOf(operator, newestOpset[operator.domain]);
  const told = [...segments].filter(([, known]) => known.some(({ missing }) => missing > 0));
  const words = told.map(([place, known]) => known.map(({ opset, missing }) => `${opset}:${place}:${missing.toString(16)}`).join(' '));
  const key = keyOf(operator);
  if (told.length > 0) rows.push(`  ${key.includes(':') ? `'${key}'` : key}: '${words.join('; ')}',`);
  process.stderr.write(`${key}${words.map((word) => `  ${word}`).join(';')}\n`);
}

const { version } = JSON.parse(readFileSync(`${root}node_modules/onnxruntime-node/package.json`, 'utf8'));
writeFileSync(
  `${root}packages/onnx-inspect/src/kernels/table.ts`,
  `/** Written by scripts/kernel-table.mjs, which asks ONNX Runtime itself. Do not edit. */
export const kernelsOf = '${version}';

/** TensorProto.DataType, in the order of the bits below. */
export const askedTypes = [${types.join(', ')}] as const;

/**
 * For each operator that lacks kernels: from which opset of its domain on, for which input's type, and the types without one as
 * hexadecimal bits; inputs are set apart by a semicolon.
 */
export const withoutKernel: Readonly<Record<string, string>> = {
${rows.join('\n')}
};
`,
);
