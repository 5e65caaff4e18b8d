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
};

const input = (name, type) => join(text(1, name), bytes(2, bytes(1, integer(1, type))));

function modelOf(name, opset, inputs) {
  const names = inputs.map((_, at) => `x${at}`);
  const node = join(
    ...names.map((x) => text(1, x)),
    text(2, 'y'),
    text(4, name),
    ...Object.entries(attributes[name] ?? {}).map(([key, value]) => bytes(5, attribute(key, value))),
  );
  const graph = join(bytes(1, node), text(2, 'g'), ...inputs.map((type, at) => bytes(11, input(`x${at}`, type))), bytes(12, text(1, 'y')));
  return join(integer(1, 13), bytes(7, graph), opsetImports(8, { '': opset }));
}

/** 'runs', 'missing' (a valid node without a kernel) or null (no valid node). */
async function outcome(name, opset, inputs) {
  try {
    const session = await InferenceSession.create(modelOf(name, opset, inputs), { logSeverityLevel: 4 });
    await session.release();
    return 'runs';
  } catch (error) {
    return /Could not find an implementation|NOT_IMPLEMENTED/.test(String(error)) ? 'missing' : null;
  }
}

/** Arrangements of inputs: 'T' is the type that is asked about. */
function arrangements() {
  const all = [];
  const grow = (list) => {
    if (list.includes('T')) all.push(list);
    if (list.length < 3) for (const kind of ['T', INT64, FLOAT, BOOL]) grow([...list, kind]);
  };
  for (const first of ['T', BOOL]) grow([first]);
  return [...all, ...['TTTT', 'TTTTT'].map((letters) => [...letters])];
}
const possible = arrangements();
const filled = (arrangement, type) => arrangement.map((kind) => (kind === 'T' ? type : kind));

/** Which of the arrangements are valid nodes for some type, the first few. */
async function validOf(name, opset) {
  const valid = [];
  for (const arrangement of possible) {
    for (const type of [FLOAT, BOOL, INT64, 2, 8]) {
      if ((await outcome(name, opset, filled(arrangement, type))) === null) continue;
      valid.push(arrangement);
      break;
    }
    if (valid.length === 4) break;
  }
  return valid;
}

/** Whether the arrangement is a valid node for any type. */
async function isValid(name, opset, arrangement) {
  for (const type of types) if ((await outcome(name, opset, filled(arrangement, type))) !== null) return true;
  return false;
}

/** True where the node is valid in some arrangement and runs in none. */
async function isMissing(name, opset, type, valid) {
  let missing = false;
  for (const arrangement of valid) {
    const found = await outcome(name, opset, filled(arrangement, type));
    if (found === 'runs') return false;
    missing ||= found === 'missing';
  }
  return missing;
}

/** From which opset on which types lack a kernel. */
async function segmentsOf(name) {
  const segments = [];
  let valid = [];
  for (let opset = 7; opset <= newestOpset['']; opset++) {
    const still = [];
    for (const arrangement of valid) if (await isValid(name, opset, arrangement)) still.push(arrangement);
    valid = still.length > 0 ? still : await validOf(name, opset);
    let missing = 0;
    for (const [bit, type] of types.entries()) if (await isMissing(name, opset, type, valid)) missing |= 1 << bit;
    // The first input of the type.
    const place = valid[0]?.indexOf('T') ?? 0;
    const last = segments.at(-1);
    if (last?.missing !== missing || last.place !== place) segments.push({ opset, missing, place });
  }
  return segments;
}

const rows = [];
for (const { name } of knownOperators().filter(({ domain }) => domain === '')) {
  const segments = await segmentsOf(name);
  const told = segments.some(({ missing }) => missing > 0);
  if (told)
    rows.push(`  ${name}: '${segments.map(({ opset, missing, place }) => `${opset}:${place}:${missing.toString(16)}`).join(' ')}',`);
  process.stderr.write(`${name}\n`);
}

const { version } = JSON.parse(readFileSync(`${root}node_modules/onnxruntime-node/package.json`, 'utf8'));
writeFileSync(
  `${root}packages/onnx-inspect/src/kernels/table.ts`,
  `/** Written by scripts/kernel-table.mjs, which asks ONNX Runtime itself. Do not edit. */
export const kernelsOf = '${version}';

/** TensorProto.DataType, in the order of the bits below. */
export const askedTypes = [${types.join(', ')}] as const;

/** For each operator of ai.onnx that lacks kernels: from which opset on, for which input's type, and the types without one as hexadecimal bits. */
export const withoutKernel: Readonly<Record<string, string>> = {
${rows.join('\n')}
};
`,
);
