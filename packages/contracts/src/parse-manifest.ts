import { parse } from 'yaml';
import { z } from 'zod';
import { orderOfMetric } from './kinds/find-metric';
import { ManifestFile, type Manifest } from './manifest';
import { checkBoards } from './manifest-checks/boards';
import { checkData } from './manifest-checks/data';
import { checkFeedback } from './manifest-checks/feedback';
import { didYouMean, notOneOf } from './manifest-checks/one-of';
import { checkSubmission } from './manifest-checks/submission';
import { checkPhases } from './manifest-checks/phases';
import { checkScoring } from './manifest-checks/scoring';
import { boardOrder } from './manifest-metrics';
import { nearest } from './nearest';
import { findUnstorable } from './text';

export class ManifestError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`challenge.yaml has ${problems.length} problem${problems.length === 1 ? '' : 's'}:\n${problems.map((p) => `- ${p}`).join('\n')}`);
    this.name = 'ManifestError';
  }
}

/**
 * Parses challenge.yaml. Each unknown word is reported with the nearest known one, and all problems are reported at once.
 *
 * @param more further checks by the caller, run when keys and types are right
 * @throws ManifestError
 */
export function parseManifest(text: string, more: (manifest: ManifestFile) => readonly string[] = () => []): Manifest {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    throw new ManifestError([`not valid YAML: ${error instanceof Error ? error.message : String(error)}`]);
  }
  const unstorable = findUnstorable(document);
  if (unstorable) throw new ManifestError([`${unstorable.join('.') || 'top level'}: contains a NUL or half a character; remove it`]);
  const result = ManifestFile.safeParse(document);
  if (!result.success) throw new ManifestError(result.error.issues.flatMap((issue) => describe(issue, document)));
  const file = result.data;
  const checks = [checkData, checkSubmission, checkScoring, checkBoards, checkPhases, checkFeedback, more];
  const problems = checks.flatMap((check) => check(file));
  if (problems.length > 0) throw new ManifestError(problems);
  return withOrders(file);
}

function withOrders({ scoring, ...file }: ManifestFile): Manifest {
  const boards = scoring.boards.map(({ order, ...board }) => {
    const known = orderOfMetric(file.kind, board.by);
    return { ...board, order: order ?? (known && boardOrder(known)) ?? 'desc' };
  });
  return { ...file, scoring: { ...scoring, boards } };
}

/** For a union (a source is simulated or imported), reports the problems of the alternative that fits best. */
function describe(issue: z.core.$ZodIssue, document: unknown, around: readonly PropertyKey[] = []): string[] {
  const path = [...around, ...issue.path];
  const where = path.join('.') || 'top level';
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const best = issue.errors.reduce((least, issues) => (issues.length < least.length ? issues : least));
    return best.flatMap((inner) => describe(inner, document, path));
  }
  if (issue.code === 'invalid_value') {
    const value = path.reduce<unknown>((node, step) => (isNode(node) ? node[step] : undefined), document);
    const known = issue.values.map(String);
    return [
      value === undefined
        ? `${where}: is missing; one of ${known.join(', ')}`
        : notOneOf(where, typeof value === 'string' ? value : JSON.stringify(value), known),
    ];
  }
  if (issue.code !== 'unrecognized_keys') return [`${where}: ${issue.message}`];
  return issue.keys.map((key) => `${where}: unknown key '${key}'${didYouMean(nearest(key, knownKeys(path)))}`);
}

const isNode = (value: unknown): value is Record<PropertyKey, unknown> => typeof value === 'object' && value !== null;

/** The keys that the schema allows at a path, found by walking the JSON schema. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  let nodes: Node[] = [Node.parse(z.toJSONSchema(ManifestFile, { io: 'input' }))];
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
