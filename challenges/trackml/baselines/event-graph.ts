import { setDerivations } from '@unblind/tensors';
import type { Sets, Tensors } from '../../produce-chunks';

/** An event with the views that a model gets, and the true label of each edge: whether it joins hits of one particle. */
export interface EventGraph {
  hits: number;
  edges: number;
  /** [hits, 3] */
  nodes: Float32Array;
  cells: Float32Array;
  /** [2, edges] */
  edgeIndex: BigInt64Array;
  /** [edges]: 0 or 1. */
  isTrue: Float32Array;
}

/** The events of a chunk of the data set. */
export function* eventGraphs(chunk: Tensors): Generator<EventGraph> {
  const hits = setsOf(chunk, 'hits');
  const cells = setsOf(chunk, 'cells');
  const modules = setsOf(chunk, 'modules');
  const particles = setsOf(chunk, 'hit_particles');
  let at = 0;
  for (const count of hits.lengths) {
    const entries = ({ data }: Sets, width: number) => ({ data: data.slice(width * at, width * (at + count)), count });
    const views = { hits: entries(hits, 3), modules: entries(modules, 3) };
    const nodes = setDerivations['cylindrical-hits']!.derive(views);
    const edges = setDerivations['doublet-graph']!.derive(views);
    const end = (edge: number, which: 0 | 1) => Number(edges.data[2 * edge + which]);
    const particleOf = (hit: number) => BigInt(particles.data[at + hit] ?? 0);
    const isTrue = (edge: number) => particleOf(end(edge, 0)) !== 0n && particleOf(end(edge, 0)) === particleOf(end(edge, 1));
    const numbers = Array.from({ length: edges.count }, (_, edge) => edge);
    yield {
      hits: count,
      edges: edges.count,
      nodes: Float32Array.from(nodes.data, Number),
      cells: Float32Array.from(entries(cells, 3).data, Number),
      edgeIndex: BigInt64Array.from([...numbers.map((edge) => end(edge, 0)), ...numbers.map((edge) => end(edge, 1))], BigInt),
      isTrue: Float32Array.from(numbers, (edge) => (isTrue(edge) ? 1 : 0)),
    };
    at += count;
  }
}

function setsOf(chunk: Tensors, name: string): Sets {
  const tensor = chunk[name];
  if (!tensor || !('lengths' in tensor)) throw new Error(`'${name}' is not a tensor of sets`);
  return tensor;
}
