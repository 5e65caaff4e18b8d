import { newestOf, opsetOf } from '../checks/check-operators';
import type { NodeOrder } from '../checks/order-nodes';
import { elementType } from '../element-types';
import { describeNode, type Issue } from '../issues';
import { withoutKernelFor } from '../kernels/kernels';
import type { InspectLimits } from '../limits';
import type { Attribute, Graph, Model, ModelFunction, Node, OperatorSet } from '../wire/messages';
import { Call } from './call';
import { constantOf } from './constants';
import { count, unknown, type Known, type Size } from './known';
import { merge, withNote } from './notes';
import { ruleFor } from './rules';
import { Scope } from './scope';

export interface Inferred {
  /** Null if an unknown shape or operator stopped the count. */
  flops: number | null;
  /** Which node stopped it and why. */
  stopped: string | null;
  tooComplex: Issue | null;
  /** The first node that the runtime has no kernel for. */
  withoutKernel: Issue | null;
  /** Of the graph's outputs, in their order. */
  outputs: Known[];
}

/** A file and the model parsed from it. */
export interface ModelFile {
  bytes: Uint8Array;
  model: Model;
  graph: Graph;
}
export interface OrderedModelFile extends ModelFile {
  /** In which each body's nodes can be run. */
  order: NodeOrder;
}

/** Where a body is run: the names in it, how deep in functions it lies, and the attributes of the call that it refers to. */
interface Frame {
  scope: Scope;
  depth: number;
  passed: ReadonlyMap<string, Attribute>;
}

type Notes = ReadonlyMap<string, { type: { shape: readonly (number | string | null)[] | null } | null }>;

/** Functions may call functions: what one call unfolds to is bounded, as ONNX Runtime unfolds it too. */
const unfoldedPerNode = 4;

/**
 * Follows shapes through the graph for the given input shapes and adds up floating-point operations
 * (README: the convention). Never evaluates the model: only constants and shapes of up to 64 entries are computed.
 */
export function inferModel(file: OrderedModelFile, inputs: ReadonlyMap<string, Known>, limits: InspectLimits): Inferred {
  const { graph } = file;
  const inference = new Inference(file, limits);
  const scope = new Scope();
  for (const [name, value] of inputs) scope.set(name, value);
  inference.graph(graph, scope, 0);
  return {
    flops: inference.stopped === null ? inference.flops : null,
    stopped: inference.stopped,
    tooComplex: inference.tooComplex,
    withoutKernel: inference.withoutKernel,
    outputs: graph.outputs.map(({ name }) => scope.get(name)),
  };
}

class Inference {
  flops = 0;
  stopped: string | null = null;
  tooComplex: Issue | null = null;
  withoutKernel: Issue | null = null;
  private steps = 0;
  private readonly functions: ReadonlyMap<string, ModelFunction>;

  private readonly order: NodeOrder;
  private readonly bytes: Uint8Array;
  private readonly imports: readonly OperatorSet[];

  constructor(
    { model, order, bytes }: OrderedModelFile,
    private readonly limits: InspectLimits,
  ) {
    this.order = order;
    this.bytes = bytes;
    this.imports = model.imports;
    this.functions = new Map(model.functions.map((made) => [`${made.domain}:${made.name}`, made]));
  }

  graph(graph: Graph, scope: Scope, depth: number): void {
    for (const tensor of graph.initializers) scope.set(tensor.name, constantOf(tensor, this.bytes));
    const notes = new Map([...graph.notes, ...graph.outputs].map((note) => [note.name, note]));
    this.nodes(graph.nodes, { scope, depth, passed: new Map() }, notes);
  }

  private nodes(nodes: Node[], frame: Frame, notes: Notes): void {
    for (const node of this.order.get(nodes) ?? nodes) {
      if (this.tooComplex) return;
      this.step();
      const outputs = this.node(node, frame);
      node.outputs.forEach((name, i) => {
        const value = withNote(outputs[i] ?? unknown, notes.get(name)?.type?.shape);
        this.weigh(node, value);
        frame.scope.set(name, value);
      });
    }
  }

  private node(node: Node, frame: Frame): readonly Known[] {
    const { scope, depth, passed } = frame;
    const attributes = resolve(node, passed);
    const inputs = node.inputs.map((name) => (name === '' ? undefined : scope.get(name)));
    const made = this.functions.get(`${node.domain}:${node.operator}`);
    if (made) return this.call(made, inputs, attributes, depth);
    if (node.operator === 'If' && node.domain === '') return this.branch(node, inputs[0], frame, attributes);
    // A function may import another opset than the model.
    if (depth === 0) this.withoutKernel ??= withoutKernelFor(node, inputs, opsetOf(this.imports, node.domain) ?? newestOf(node.domain));
    const rule = ruleFor(node.domain, node.operator);
    if (!rule) {
      this.stop(node, 'whose cost is not known');
      return [];
    }
    const call = new Call(node, inputs, attributes, (tensor) => constantOf(tensor, this.bytes));
    const outputs = rule.outputs(call);
    if (rule.isUncounted) this.stop(node, 'whose cost is not known');
    else this.add(node, rule.flops(call, outputs), inputs);
    return outputs;
  }

  /** A function of the file, as if its body stood here. */
  private call(made: ModelFunction, inputs: readonly (Known | undefined)[], attributes: Map<string, Attribute>, depth: number): Known[] {
    if (depth >= this.limits.nesting) {
      this.tooComplex = unfolding(`Functions call each other more than ${this.limits.nesting} deep`);
      return [];
    }
    const scope = new Scope();
    made.inputs.forEach((name, i) => scope.set(name, inputs[i] ?? unknown));
    for (const preset of made.attributes) if (!attributes.has(preset.name)) attributes.set(preset.name, preset);
    this.nodes(made.nodes, { scope, depth: depth + 1, passed: attributes }, new Map());
    return made.outputs.map((name) => scope.get(name));
  }

  /** The branch of a constant condition; otherwise both branches, counted with the more expensive one. */
  private branch(node: Node, condition: Known | undefined, { scope, depth }: Frame, attributes: Map<string, Attribute>): Known[] {
    const chosen = condition?.values?.[0] ?? null;
    const names = chosen === null ? ['then_branch', 'else_branch'] : [chosen ? 'then_branch' : 'else_branch'];
    const before = this.flops;
    const results = names.map((name) => {
      const body = attributes.get(name)?.graphs[0];
      const inner = new Scope(scope);
      this.flops = 0;
      if (body) this.graph(body, inner, depth);
      return { flops: this.flops, outputs: body?.outputs.map((output) => inner.get(output.name)) ?? [] };
    });
    this.flops = before + Math.max(...results.map(({ flops }) => flops));
    return node.outputs.map((_, i) => results.map(({ outputs }) => outputs[i] ?? unknown).reduce(merge));
  }

  private step(): void {
    this.steps += 1;
    const most = this.limits.nodes * unfoldedPerNode;
    if (this.steps > most)
      this.tooComplex = unfolding(`The functions of the file unfold to more than ${most.toLocaleString('en')} operators`);
  }

  private add(node: Node, flops: Size, inputs: readonly (Known | undefined)[]): void {
    if (flops === null) this.stop(node, `on ${inputs.map(describe).join(', ')}`);
    else this.flops += flops;
  }

  private stop(node: Node, why: string): void {
    this.stopped ??= `${describeNode(node)}, ${why}`;
  }

  /** Refuses a tensor that exceeds the memory of any run. */
  private weigh(node: Node, value: Known): void {
    const elements = count(value.shape);
    const bytes = (elements ?? 0) * ((elementType(value.elementType)?.bits ?? 32) / 8);
    if (!(bytes > this.limits.tensorBytes) || this.tooComplex) return;
    const size = (amount: number) => `${(amount / 1024 ** 3).toPrecision(3)} GiB`;
    this.tooComplex = {
      code: 'onnx-too-complex',
      message: `${describeNode(node)} makes a tensor of ${size(bytes)} for a single sample.`,
      subject: node.name || node.operator,
      expected: `at most ${size(this.limits.tensorBytes)}`,
      got: `${describe(value)}, ${size(bytes)}`,
      fix: 'Look at the sizes that this operator is given; a single sample must fit in memory.',
    };
  }
}

function unfolding(message: string): Issue {
  return { code: 'onnx-too-complex', message: `${message}.`, fix: 'Inline the functions and simplify the graph (onnx.inliner, onnxsim).' };
}

/** A node's attributes, with those that refer to the calling node's taken from there. */
function resolve(node: Node, passed: ReadonlyMap<string, Attribute>): Map<string, Attribute> {
  const resolved = new Map<string, Attribute>();
  for (const attribute of node.attributes) {
    const meant = attribute.reference === null ? attribute : passed.get(attribute.reference);
    if (meant) resolved.set(attribute.name, meant);
  }
  return resolved;
}

function describe(value: Known | undefined): string {
  if (!value) return 'nothing';
  return value.shape ? `[${value.shape.map((size) => size ?? '?').join(', ')}]` : 'a tensor of unknown shape';
}
