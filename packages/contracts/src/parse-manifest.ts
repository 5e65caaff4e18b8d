import { parse } from 'yaml';
import { z } from 'zod';
import { Manifest } from './manifest';
import { parseGate } from './gate';
import { nearest } from './nearest';
import { timedMetricsOf } from './throughput';

export class ManifestError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`challenge.yaml has ${problems.length} problem${problems.length === 1 ? '' : 's'}:\n${problems.map((p) => `- ${p}`).join('\n')}`);
    this.name = 'ManifestError';
  }
}

/** Parses challenge.yaml. An unknown key is an error that names the nearest known one. */
export function parseManifest(text: string): Manifest {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    throw new ManifestError([`not valid YAML: ${error instanceof Error ? error.message : String(error)}`]);
  }
  const result = Manifest.safeParse(document);
  if (!result.success) throw new ManifestError(result.error.issues.map(describe));
  const problems = crossChecks(result.data);
  if (problems.length > 0) throw new ManifestError(problems);
  return result.data;
}

function describe(issue: z.core.$ZodIssue): string {
  const where = issue.path.join('.') || 'top level';
  if (issue.code !== 'unrecognized_keys') return `${where}: ${issue.message}`;
  return issue.keys
    .map((key) => {
      const guess = nearest(key, knownKeys(issue.path));
      return `${where}: unknown key '${key}'${guess ? `; did you mean '${guess}'?` : ''}`;
    })
    .join('; ');
}

/** The keys that the schema knows at a path, found by walking the JSON schema. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  let nodes: Node[] = [Node.parse(z.toJSONSchema(Manifest, { io: 'input' }))];
  for (const step of path) {
    nodes = nodes.flatMap((node) => {
      if (typeof step === 'number') return typeof node.items === 'object' ? alternatives(node.items) : [];
      const child =
        node.properties?.[String(step)] ?? (typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined);
      return child ? alternatives(child) : [];
    });
  }
  return nodes.flatMap((node) => Object.keys(node.properties ?? {}));
}

interface Node {
  properties?: Record<string, Node>;
  additionalProperties?: Node | boolean;
  items?: Node | boolean;
  anyOf?: Node[];
}
const Node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    properties: z.record(z.string(), Node).optional(),
    additionalProperties: z.union([z.boolean(), Node]).optional(),
    items: z.union([z.boolean(), Node]).optional(),
    anyOf: z.array(Node).optional(),
  }),
);

function alternatives(node: Node): Node[] {
  return node.anyOf ?? [node];
}

/** What one key's schema cannot see: references between parts of the file. */
function crossChecks(manifest: Manifest): string[] {
  const problems: string[] = [];
  const sources = Object.keys(manifest.data.sources);
  if (!sources.includes(manifest.data.default))
    problems.push(`data.default: '${manifest.data.default}' is not one of ${sources.join(', ')}`);
  const names = new Map<string, string>();
  for (const [view, { aliases = [] }] of Object.entries(manifest.data.views)) {
    for (const name of [view, ...aliases]) {
      const other = names.get(name);
      if (other) problems.push(`data.views.${view}: the name '${name}' is already taken by '${other}'`);
      names.set(name, view);
    }
  }
  for (const [view, { per, shape }] of Object.entries(manifest.data.views))
    if (per === 'set' && freeAxes(shape) !== 1)
      problems.push(`data.views.${view}: a view of sets has one free axis, this has ${freeAxes(shape)}`);
  for (const { name, per, shape } of manifest.submission.outputs)
    if (per === 'set' && freeAxes(shape) > 1) problems.push(`submission.outputs.${name}: an output of sets has at most one free axis`);
  duplicates(manifest.phases.map((phase) => phase.id)).forEach((id) => problems.push(`phases: '${id}' appears twice`));
  duplicates(manifest.scoring.boards.map((board) => board.id)).forEach((id) => problems.push(`scoring.boards: '${id}' appears twice`));
  for (const phase of manifest.phases) {
    if (phase.closes && Date.parse(phase.closes) <= Date.parse(phase.opens)) problems.push(`phases.${phase.id}: closes before it opens`);
  }
  const { throughput } = manifest.scoring;
  const measured = [...manifest.scoring.metrics, ...(throughput ? timedMetricsOf(manifest.kind) : [])];
  if (throughput && !manifest.baselines.some(({ name }) => name === throughput.reference))
    problems.push(`scoring.throughput.reference: '${throughput.reference}' is not the name of one of the baselines`);
  for (const { id, gate } of manifest.scoring.boards) {
    const metric = gate === undefined ? undefined : parseGate(gate)?.metric;
    if (gate !== undefined && (metric === undefined || !manifest.scoring.metrics.includes(metric)))
      problems.push(`scoring.boards.${id}.gate: '${gate}' is not a metric of scoring.metrics with a bound, such as 'auc >= 0.9'`);
  }
  for (const { id, by } of manifest.scoring.boards) {
    // `worst(auc)` is made of `auc`.
    const metric = by.replace(/^[a-z]+\((.*)\)$/, '$1');
    if (!measured.includes(metric))
      problems.push(`scoring.boards.${id}.by: '${metric}' is not one of scoring.metrics: ${measured.join(', ')}`);
  }
  if ((manifest.kind === 'custom') !== (manifest.scoring.scorer !== undefined))
    problems.push("scoring.scorer: a challenge of kind 'custom' has one, and no other has");
  if (manifest.kind === 'custom' && manifest.submission.seeds)
    problems.push("submission.seeds: the platform cannot combine the models of a challenge of kind 'custom'");
  const { kinds, answer } = manifest.submission;
  if (kinds.includes('answer') && !answer) problems.push("submission: kind 'answer' needs a form 'answer'");
  // An importer cuts its own sample out of what it finds.
  for (const [name, source] of Object.entries(manifest.data.sources))
    if (kinds.includes('container') && 'sizes' in source && source.sizes['sample'] === undefined)
      problems.push(`data.sources.${name}: has no split 'sample', on which containers are tried first`);
  duplicates(manifest.scoring.variations.map(({ id }) => id)).forEach((id) => problems.push(`scoring.variations: '${id}' appears twice`));
  if (manifest.scoring.variations.some(({ id }) => id === 'nominal'))
    problems.push("scoring.variations: 'nominal' is the name of the unshifted inputs");
  for (const phase of manifest.phases) {
    for (const kind of phase.kinds ?? [])
      if (!kinds.includes(kind)) problems.push(`phases.${phase.id}.kinds: '${kind}' is not one of submission.kinds`);
    for (const board of phase.boards ?? [])
      if (!manifest.scoring.boards.some(({ id }) => id === board))
        problems.push(`phases.${phase.id}.boards: '${board}' is not one of scoring.boards`);
    for (const metric of phase.metrics ?? [])
      if (!manifest.scoring.metrics.includes(metric))
        problems.push(`phases.${phase.id}.metrics: '${metric}' is not one of scoring.metrics`);
  }
  return problems;
}

const freeAxes = (shape: readonly unknown[]): number => shape.filter((size) => typeof size !== 'number').length;

function duplicates(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}
