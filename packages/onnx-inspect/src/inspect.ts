import type { Inspection, TensorSignature } from '@unblind/contracts';
import { checkImports, checkOperators, opsetOf } from './checks/check-operators';
import { checkSignature } from './checks/check-signature';
import { checkStructure } from './checks/check-structure';
import { checkExternalData, checkTensors, elementsOf, storedBytes } from './checks/check-tensors';
import { warnOfRunTimeRisks } from './checks/check-determinism';
import { allTensors, eachBody, type HeldTensor } from './checks/each-body';
import { elementType, holdsWeights } from './element-types';
import { Findings, Refusal, type Issue } from './issues';
import { defaultLimits, type InspectLimits } from './limits';
import { newestIrVersion } from './operators';
import { notOnnx, recogniseOther } from './recognise';
import { infer, type InferenceOptions, type InputShapes } from './sample-cost';
import type { ModelFile } from './shapes/infer';
import type { Graph, Model, ValueInfo } from './wire/messages';
import { emptyModel, parseModel } from './wire/parse-model';
import { Budget, WireReader } from './wire/reader';

/**
 * Reads an ONNX file without running it: signature, operators, parameters, FLOPs per sample, and whether it can be
 * accepted at all. The bytes are untrusted and never make it throw: problems are in `issues`, the most severe first, and everything
 * that could be read is still returned.
 *
 * `limits` bounds time and memory; `inputShapes` gives sizes to free axes (those of a challenge's views), so that
 * FLOPs can be told for models that leave more than the batch open.
 */
export function inspectOnnx(bytes: Uint8Array, limits: Partial<InspectLimits> = {}, inputShapes: InputShapes = {}): Inspection {
  const findings = new Findings();
  const model = emptyModel();
  const bounds = { ...defaultLimits, ...limits };
  const early = tooLarge(bytes, bounds) ?? recogniseOther(bytes) ?? read(bytes, bounds, model);
  if (early) findings.refuse(early);
  const graph = model.graph;
  const tensors = allTensors(model);
  const externalData = checkExternalData(tensors, findings);
  const details =
    !early && graph ? examine({ bytes, model, graph }, tensors, { limits: bounds, inputShapes }, findings) : { flops: null, outputs: null };
  return {
    ok: findings.issues.length === 0,
    code: findings.issues[0]?.code ?? 'ok',
    issues: findings.issues,
    bytes: bytes.length,
    irVersion: model.irVersion,
    producer: model.producer,
    opset: opsetOf(model.imports, ''),
    domains: model.imports.map(({ domain, version }) => ({ domain: domain || 'ai.onnx', version })),
    inputs: graph ? freeInputs(graph).map(signature) : [],
    outputs: details.outputs ?? graph?.outputs.map(signature) ?? [],
    operators: histogram(model),
    nodes: model.nodeCount,
    parameters: parameters(tensors),
    initializerBytes: tensors.reduce((sum, { tensor }) => sum + storedBytes(tensor), 0),
    flops: details.flops,
    externalData: externalData.slice(0, 20),
    warnings: findings.warnings,
  };
}

function tooLarge(bytes: Uint8Array, limits: InspectLimits): Issue | null {
  if (bytes.length <= limits.bytes) return null;
  return {
    code: 'file-too-large',
    message: `The file has ${bytes.length.toLocaleString('en')} bytes; at most ${limits.bytes.toLocaleString('en')} are taken.`,
    expected: `at most ${limits.bytes} bytes`,
    got: `${bytes.length} bytes`,
    fix: 'Store the weights in half precision, quantise them or prune the model.',
  };
}

/** Fills the model as far as the file can be read; an error is explained by how far the reading came. */
function read(bytes: Uint8Array, limits: InspectLimits, model: Model): Issue | null {
  const reader = new WireReader(bytes, new Budget(limits));
  try {
    parseModel(reader, model);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return diagnose(error.issue, model, bytes, reader.position);
  }
  if (model.graph) return null;
  if (model.irVersion === null) return unlikeOnnx();
  return {
    code: 'file-truncated',
    message: 'The file ends before its graph.',
    expected: 'a ModelProto with a graph',
    got: `${bytes.length} bytes without a graph`,
    fix: 'Copy or download the file again, and compare its size and sha256 with the original.',
  };
}

function diagnose(issue: Issue, model: Model, bytes: Uint8Array, position: number): Issue {
  if (issue.code !== 'onnx-invalid' && issue.code !== 'file-truncated') return issue;
  if (!model.graph && model.irVersion === null) return unlikeOnnx();
  if (issue.code === 'onnx-invalid' && model.graph && model.imports.length > 0) {
    return { ...issue, message: `A whole model is followed by bytes that are no ONNX, near byte ${position} of ${bytes.length}.` };
  }
  return issue;
}

function unlikeOnnx(): Issue {
  return notOnnx('The bytes are not those of an ONNX model.', 'unknown bytes', 'Send the .onnx file that the export wrote.');
}

function examine(
  file: ModelFile,
  tensors: readonly HeldTensor[],
  options: InferenceOptions,
  findings: Findings,
): { flops: number | null; outputs: TensorSignature[] | null } {
  const { model, graph } = file;
  checkVersion(model, findings);
  checkOperators(model, findings);
  checkImports(model, findings);
  checkTensors(tensors, findings);
  checkSignature(graph, findings);
  const order = checkStructure(model, graph, findings);
  warnOfRunTimeRisks(model, findings);
  if (findings.issues.length > 0) return { flops: null, outputs: null };
  return infer({ ...file, order }, options, findings);
}

function checkVersion(model: Model, findings: Findings): void {
  const version = model.irVersion;
  if (version !== null && version <= newestIrVersion) return;
  findings.refuse({
    code: version === null ? 'onnx-invalid' : 'onnx-opset-unsupported',
    message:
      version === null
        ? 'The file has no ir_version.'
        : `The file is of IR version ${version}; ONNX Runtime 1.30 reads up to ${newestIrVersion}.`,
    subject: 'ir_version',
    expected: `at most ${newestIrVersion}`,
    got: String(version ?? 'none'),
    fix: 'Export the model again with a current release of onnx.',
  });
}

/** Inputs that have to be given: an initialiser of the same name makes one optional. */
function freeInputs(graph: Graph): ValueInfo[] {
  const initialised = new Set(graph.initializers.map((tensor) => tensor.name));
  return graph.inputs.filter((input) => !initialised.has(input.name));
}

function signature({ name, type }: ValueInfo): TensorSignature {
  return { name, dtype: type?.dtype ?? 'unknown', shape: type?.shape ?? null };
}

/** Operators of all bodies and functions; those of other domains as `domain:Name`. */
function histogram(model: Model): Record<string, number> {
  const counts = new Map<string, number>();
  eachBody(model, (nodes) => {
    for (const { domain, operator } of nodes) {
      const name = domain ? `${domain}:${operator}` : operator;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  });
  return Object.fromEntries([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}

/**
 * Elements of stored tensors that hold weights: floating-point or at most 8 bits wide (quantised). Shapes and indices
 * are not counted, nor single numbers in Constant nodes, which come from the code of the model.
 */
function parameters(tensors: readonly HeldTensor[]): number {
  let sum = 0;
  for (const { tensor, holder } of tensors) {
    const bits = elementType(tensor.elementType)?.bits ?? 0;
    const literal = holder !== null && (holder.operator !== 'Constant' || elementsOf(tensor) <= 1);
    // The stated number of elements is limited by the data in the file.
    if (bits > 0 && holdsWeights(tensor.elementType) && !literal) sum += Math.floor((storedBytes(tensor) * 8) / bits);
  }
  return sum;
}
