import type { Graph, Node } from '../wire/messages';

/** The nodes of each body (keyed by its list of nodes as read) in an order in which they can run. */
export type NodeOrder = Map<Node[], Node[]>;

export interface Ordering {
  nodes: Node[];
  /** A node on a cycle. */
  circular: Node | null;
  /** True if the file lists the nodes in a runnable order. */
  sorted: boolean;
}

/** Topological order by Kahn's algorithm; names used inside a node's bodies count as its inputs. Linear in the size of the graph. */
export function orderNodes(graph: Graph): Ordering {
  const { nodes } = graph;
  const producer = new Map<string, number>();
  nodes.forEach((node, index) => node.outputs.forEach((name) => name !== '' && producer.set(name, index)));

  const needs = nodes.map((node) => {
    const from = new Set<number>();
    for (const name of dependencies(node)) {
      const index = producer.get(name);
      if (index !== undefined) from.add(index);
    }
    return from;
  });
  if (needs.every((from, index) => [...from].every((other) => other < index))) return { nodes, circular: null, sorted: true };

  const waiting = needs.map((from) => from.size);
  const users: number[][] = nodes.map(() => []);
  needs.forEach((from, index) => from.forEach((other) => users[other]?.push(index)));
  const ready = nodes.flatMap((_, index) => (waiting[index] === 0 ? [index] : []));
  for (let next = 0; next < ready.length; next++) {
    for (const user of users[ready[next] ?? 0] ?? []) {
      waiting[user] = (waiting[user] ?? 0) - 1;
      if (waiting[user] === 0) ready.push(user);
    }
  }
  const ordered = ready.flatMap((index) => nodes[index] ?? []);
  return { nodes: ordered, circular: ready.length < nodes.length ? onCycle(nodes, needs, waiting) : null, sorted: false };
}

/** Finds a cycle: follows inputs that never became ready from such a node until a node repeats. */
function onCycle(nodes: readonly Node[], needs: readonly Set<number>[], waiting: readonly number[]): Node | null {
  let index = waiting.findIndex((count) => count > 0);
  const seen = new Set<number>();
  while (!seen.has(index)) {
    seen.add(index);
    index = [...(needs[index] ?? [])].find((other) => (waiting[other] ?? 0) > 0) ?? index;
  }
  return nodes[index] ?? null;
}

function dependencies(node: Node): Iterable<string> {
  const hasBody = node.attributes.some((attribute) => attribute.graphs.length > 0);
  if (!hasBody) return node.inputs;
  const names = new Set(node.inputs);
  for (const attribute of node.attributes) for (const body of attribute.graphs) for (const name of free(body)) names.add(name);
  return names;
}

const freeNames = new WeakMap<Graph, Set<string>>();

/** Names that a body uses but does not define; they come from the enclosing graph. */
function free(graph: Graph): Set<string> {
  const known = freeNames.get(graph);
  if (known) return known;
  const used = new Set<string>(graph.outputs.map((output) => output.name));
  for (const node of graph.nodes) for (const name of dependencies(node)) used.add(name);
  for (const input of graph.inputs) used.delete(input.name);
  for (const tensor of graph.initializers) used.delete(tensor.name);
  for (const node of graph.nodes) for (const output of node.outputs) used.delete(output);
  freeNames.set(graph, used);
  return used;
}
