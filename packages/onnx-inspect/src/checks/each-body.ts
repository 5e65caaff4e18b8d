import type { Graph, Model, Node, OperatorSet, TensorData } from '../wire/messages';

/** Visits the operators of the graph, of every body within it and of every function, with the opsets that hold there. */
export function eachBody(
  model: Model,
  visit: (nodes: readonly Node[], imports: readonly OperatorSet[], graph: Graph | null) => void,
): void {
  if (model.graph) walk(model.graph.nodes, model.imports, model.graph, visit);
  for (const made of model.functions) walk(made.nodes, made.imports.length > 0 ? made.imports : model.imports, null, visit);
}

function walk(
  nodes: readonly Node[],
  imports: readonly OperatorSet[],
  graph: Graph | null,
  visit: (nodes: readonly Node[], imports: readonly OperatorSet[], graph: Graph | null) => void,
): void {
  visit(nodes, imports, graph);
  for (const body of bodies(nodes)) walk(body.nodes, imports, body, visit);
}

function bodies(nodes: readonly Node[]): Graph[] {
  return nodes.flatMap((node) => node.attributes.flatMap((attribute) => attribute.graphs));
}

export interface HeldTensor {
  tensor: TensorData;
  /** The operator whose attribute holds the tensor; null for an initialiser. */
  holder: Node | null;
}

/** Every tensor with data in the file, in graphs, bodies and functions. */
export function allTensors(model: Model): HeldTensor[] {
  const found: HeldTensor[] = [];
  eachBody(model, (nodes, _imports, graph) => {
    for (const tensor of graph?.initializers ?? []) found.push({ tensor, holder: null });
    for (const node of nodes) {
      for (const attribute of node.attributes) for (const tensor of attribute.tensors) found.push({ tensor, holder: node });
    }
  });
  for (const made of model.functions) {
    for (const attribute of made.attributes) for (const tensor of attribute.tensors) found.push({ tensor, holder: null });
  }
  return found;
}
