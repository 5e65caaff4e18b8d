import { describeNode, quote, type Findings, type Issue } from '../issues';
import type { Graph, Model, Node } from '../wire/messages';
import { highestRank } from '../wire/parse-tensor';
import { orderNodes, type NodeOrder } from './order-nodes';

const exportAgain = 'Export the model again and check it with onnx.checker.check_model.';
const invalid = (subject: string, message: string, expected: string, got: string): Issue => ({
  code: 'onnx-invalid',
  message,
  subject,
  expected,
  got,
  fix: exportAgain,
});

/** The graph is one that can be run: names are defined once and before use, types are there, nothing is circular. */
export function checkStructure(model: Model, graph: Graph, findings: Findings): NodeOrder {
  const order: NodeOrder = new Map();
  checkEnds(graph, findings);
  checkBody({ findings, order }, graph, null);
  for (const made of model.functions) {
    const inputs = made.inputs.map((name) => ({ name, type: null }));
    const outputs = made.outputs.map((name) => ({ name, type: null }));
    const body: Graph = { nodes: made.nodes, initializers: [], inputs, outputs, notes: [] };
    checkBody({ findings, order }, body, null, made.nodes);
  }
  return order;
}

/** Checks inputs and outputs: every input has a type, and there is at least one output. */
function checkEnds(graph: Graph, findings: Findings): void {
  for (const input of graph.inputs) {
    if (input.type === null || input.type.dtype === 'unknown') {
      findings.refuse(invalid(input.name, `Input ${quote(input.name)} has no type.`, 'an element type', 'none'));
    }
  }
  if (graph.outputs.length === 0) findings.refuse(invalid('', 'The graph has no output.', 'at least one output', 'none'));
  for (const { name, type } of [...graph.inputs, ...graph.outputs]) {
    const shape = type?.shape ?? [];
    if (shape.length > highestRank) {
      findings.refuse(invalid(name, `${quote(name)} has ${shape.length} axes.`, `at most ${highestRank} axes`, String(shape.length)));
    } else if (shape.some((size) => typeof size === 'number' && size < 0)) {
      const got = `[${shape.map((size) => (typeof size === 'string' ? quote(size) : (size ?? '?'))).join(', ')}]`;
      findings.refuse(
        invalid(name, `${quote(name)} has a negative size: ${got}.`, 'sizes of 0 or more, or a symbol such as N for a free axis', got),
      );
    }
  }
}

/** The names that a body may use: its own and those around it. A chain, not a copy: bodies are many. */
class Names {
  readonly own = new Set<string>();
  constructor(private readonly around: Names | null) {}

  has(name: string): boolean {
    return this.own.has(name) || (this.around?.has(name) ?? false);
  }
}

/** Results collected over all bodies. */
interface Report {
  findings: Findings;
  order: NodeOrder;
}

/** One body. `key` is the list of nodes under which its order is filed. */
function checkBody({ findings, order }: Report, graph: Graph, around: Names | null, key: Node[] = graph.nodes): void {
  const visible = new Names(around);
  defineEnds(graph, visible.own, findings);
  defineNodes(graph, visible.own, findings);
  checkUses(graph, visible, findings);
  const { nodes, circular, sorted } = orderNodes(graph);
  order.set(key, nodes);
  if (circular) {
    const message = `The graph has a cycle through ${describeNode(circular)}.`;
    findings.refuse(invalid(circular.name, message, 'nodes that depend on earlier ones only', 'a cycle'));
  } else if (!sorted) {
    findings.warn('The nodes are not listed in topological order. ONNX Runtime sorts them, other readers may refuse the file.');
  }
  for (const node of graph.nodes) {
    for (const attribute of node.attributes) for (const body of attribute.graphs) checkBody({ findings, order }, body, visible);
  }
}

/** Inputs and initialisers. */
function defineEnds(graph: Graph, defined: Set<string>, findings: Findings): void {
  const names = graph.initializers.flatMap((tensor) => (tensor.dense || tensor.name ? [tensor.name] : []));
  const initializers = new Set(names);
  for (const input of graph.inputs) {
    if (defined.has(input.name)) findings.refuse(twice(input.name, 'as an input'));
    defined.add(input.name);
  }
  for (const name of initializers) defined.add(name);
  if (initializers.size < names.length) {
    findings.warn('Two initialisers bear the same name, or none; ONNX Runtime takes the last.');
  }
}

function defineNodes(graph: Graph, defined: Set<string>, findings: Findings): void {
  const nodeNames = new Set<string>();
  for (const node of graph.nodes) {
    if (node.operator === '') findings.refuse(invalid(node.name, `Node ${quote(node.name)} names no operator.`, 'an op_type', 'none'));
    if (node.name !== '' && nodeNames.has(node.name)) findings.refuse(twice(node.name, 'as a node'));
    nodeNames.add(node.name);
    for (const output of node.outputs) {
      if (output === '') continue;
      if (defined.has(output)) findings.refuse(twice(output, `the second time as an output of ${describeNode(node)}`));
      defined.add(output);
    }
  }
}

/** Checks that every input of a node and every output of the graph is defined. */
function checkUses(graph: Graph, visible: Names, findings: Findings): void {
  for (const node of graph.nodes) {
    for (const input of node.inputs) {
      if (input === '' || visible.has(input)) continue;
      const message = `${quote(input)}, which ${describeNode(node)} takes, is made by nothing in the graph.`;
      findings.refuse(invalid(input, message, 'an input, an initialiser or the output of another node', 'a name that is never defined'));
    }
  }
  for (const output of graph.outputs) {
    if (visible.has(output.name)) continue;
    const message = `Nothing in the graph makes the output ${quote(output.name)}.`;
    findings.refuse(invalid(output.name, message, 'the output of a node', 'a name that is never defined'));
  }
}

const twice = (name: string, how: string): Issue =>
  invalid(name, `The name ${quote(name)} is defined twice, ${how}.`, 'every name defined once', 'twice');
