import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hitWeights, scoreTracking } from '@unblind/scoring';
import { generateTrackerEvent, nominalTracker } from '@unblind/simulation';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import { connectedComponents, dbscan } from './label-hits';
import { neighbours } from './neighbours';

describe('neighbours', () => {
  it('are the pairs within the radius, the same as by trying all', () => {
    const points = Float64Array.from({ length: 400 }, (_, i) => ((i * 7919) % 1009) / 100);
    const found = neighbours(points, 4, 4);
    const expected: [number, number][] = [];
    for (let a = 0; a < 100; a++)
      for (let b = a + 1; b < 100; b++) {
        const squares = [0, 1, 2, 3].map((axis) => (points[4 * a + axis]! - points[4 * b + axis]!) ** 2);
        if (squares.reduce((sum, square) => sum + square, 0) <= 16) expected.push([a, b]);
      }
    expect(expected.length).toBeGreaterThan(50);
    expect(Array.from(found[0], (a, edge) => [a, found[1][edge]])).toEqual(expected);
  });
});

describe('the hits of a graph', () => {
  it('are one track where edges at the threshold or above connect them, through others too', () => {
    const edges = [Int32Array.of(0, 3, 1, 4), Int32Array.of(3, 1, 2, 5)] as const;
    expect(Array.from(connectedComponents(6, [...edges], [0.9, 0.5, 0.4, NaN], 0.5))).toEqual([0, 0, 1, 0, 2, 3]);
  });
});

describe('DBSCAN', () => {
  it('finds two groups on a line, gives an edge point to its core, and leaves a lone one alone', () => {
    const points = Float64Array.of(0, 1, 2, 3, 10, 11, 12, 50, 13.5);
    expect(Array.from(dbscan(points, 1, 1.5, 3))).toEqual([0, 0, 0, 0, 1, 1, 1, 2, 1]);
  });

  it('joins no groups through a point that is no core', () => {
    // With four within 1 the middles 0, 0.5, 1 ... are cores; 2 sees only its two neighbours.
    const points = Float64Array.of(0, 0.2, 0.4, 1, 2, 3, 3.6, 3.8, 4);
    const labels = dbscan(points, 1, 1, 4);
    expect(labels[3]).toBe(labels[0]);
    expect(labels[5]).toBe(labels[8]);
    expect(labels[0]).not.toBe(labels[8]);
  });
});

const model = join(__dirname, '../../../../../shared/fixtures/onnx/hep-tracking/exatrkx_gnn.onnx');
const withFixture = existsSync(model) ? describe : describe.skip;

withFixture("Exa.TrkX's edge classifier", () => {
  it('is scored on an event: graph, edge scores, components, tracks', async () => {
    const { hits, particles } = generateTrackerEvent(1, 0, { ...nominalTracker, particles: 100, vertices: 2 });
    // As it was trained: r / 1000, phi / pi, z / 1000.
    const nodes = Float32Array.from(hits.flatMap(({ x, y, z }) => [Math.hypot(x, y) / 1000, Math.atan2(y, x) / Math.PI, z / 1000]));
    const edges = neighbours(nodes, 3, 0.15);
    const session = await InferenceSession.create(model);
    const edgeIndex = BigInt64Array.from([...edges[0], ...edges[1]], BigInt);
    const output = await session.run({
      g_nodes: new Tensor('float32', nodes, [hits.length, 3]),
      g_edges: new Tensor('int64', edgeIndex, [2, edges[0].length]),
    });
    const scores = z.instanceof(Float32Array).parse(output.gnn_edge_score?.data);
    expect(scores).toHaveLength(edges[0].length);
    // Logits: this export has no sigmoid at its end, so 0 is a probability of one half.
    expect(scores.every(Number.isFinite)).toBe(true);
    const particleIds = BigInt64Array.from(hits, ({ particleId }) => particleId);
    const column = (of: (p: (typeof particles)[number]) => number) => Float64Array.from(particles, of);
    const weights = hitWeights({
      particleIds,
      tz: Float64Array.from(hits, ({ truth }) => truth[2]),
      particles: {
        particleIds: BigInt64Array.from(particles, ({ id }) => id),
        vz: column((p) => p.z),
        px: column((p) => p.px),
        py: column((p) => p.py),
      },
    });
    const hitIds = Int32Array.from(hits, (_, i) => i + 1);
    const trackIds = connectedComponents(hits.length, edges, scores, 0);
    const truth = { events: [{ eventId: 1, hitIds, particleIds, weights }] };
    const { metrics } = scoreTracking(
      truth,
      { eventIds: new Int32Array(hits.length).fill(1), hitIds, trackIds },
      { metrics: ['trackml_score'], replicates: 0, seed: 'exatrkx' },
    );
    expect(metrics[0]?.value).toBeGreaterThanOrEqual(0);
    expect(metrics[0]?.value).toBeLessThan(1);
  });
});
