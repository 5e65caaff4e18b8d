import { GpuCapability, ModelStep, Slug, Timestamp } from '@unblind/contracts';
import type { Capabilities } from '@unblind/contracts';
import type { Prisma } from '@unblind/database';
import { z } from 'zod';
import { endsTooSoon, isEntitled, lackOf } from './worker';
import type { Abilities, Waiting, Worker } from './worker';

/** What is stored of a runner's description of itself, to know what it can take. An older runner may omit fields. */
const Described = z.object({
  provider: z.string().nullable(),
  containers: z.string().nullable().default(null),
  labels: z.array(Slug).default([]),
  loops: z.array(z.array(ModelStep)).default([]),
  gpu: GpuCapability.pick({ runsModels: true }).nullable().default(null),
  shared: z.string().nullable().default(null),
  endsAt: Timestamp.nullable().default(null),
});

/** The stored form of what a runner tells of itself. */
export function descriptionOf(capabilities: Capabilities, now: Date) {
  const { sandboxes, report, version, labels, steps, loops = [steps], gpu, noGpu, shared, secondsLeft } = capabilities;
  const { cpu, cores, memoryBytes, node, images } = capabilities;
  const endsAt = secondsLeft === null ? null : new Date(now.getTime() + secondsLeft * 1000).toISOString();
  const can = { provider: sandboxes.onnx, containers: sandboxes.container, labels, loops, gpu, noGpu, shared, endsAt };
  return { ...can, version, cpu, cores, memoryBytes, node, images, report: report ?? null };
}

/** A runner that was seen. */
export interface KnownRunner extends Worker, Abilities {
  /** All steps that it takes: of each group one at a time, beside those of the others. */
  loops: readonly (readonly ModelStep[])[];
}

/** The runners with a token that were seen since a time. */
export async function runnersSeen(database: Prisma.TransactionClient, since: Date): Promise<KnownRunner[]> {
  const rows = await database.runner.findMany({ where: { seenAt: { gt: since } }, include: { token: true } });
  return rows.flatMap(({ name, token, description }) => {
    const described = Described.safeParse(description).data;
    if (!token || token.revokedAt || !described) return [];
    const { provider: onnx, containers: container, endsAt, ...can } = described;
    const { id: tokenId, challengeId, remote, trusted } = token;
    const secondsLeft = endsAt === null ? null : Math.max(0, (Date.parse(endsAt) - Date.now()) / 1000);
    return [{ tokenId, name, challengeId, remote, trusted, sandboxes: { onnx, container }, secondsLeft, ...can }];
  });
}

export function canTake(runner: KnownRunner, waiting: Waiting): boolean {
  return isAble(runner, waiting) && !endsTooSoon(runner, waiting);
}

/** Whether it can take the step, if it has the time. */
export function isAble(runner: KnownRunner, waiting: Waiting): boolean {
  return takes(runner, waiting.step) && isEntitled(runner, waiting) && lackOf(runner, waiting) === null;
}

/** Why none of these runners can take the step. */
export function whyNone(runners: readonly KnownRunner[], waiting: Waiting): string {
  if (runners.length === 0) return 'No runner is connected.';
  const entitled = runners.filter((runner) => isEntitled(runner, waiting));
  if (entitled.length === 0) return 'No runner that may have it is connected.';
  const taking = entitled.filter((runner) => takes(runner, waiting.step));
  const lacks = new Set(taking.map((runner) => lackOf(runner, waiting)).filter((lack) => lack !== null));
  if (lacks.size > 0) return [...lacks].join(' ');
  return taking.length === 0 ? `No connected runner takes the step '${waiting.step}'.` : 'The connected runners end before it would.';
}

const takes = ({ loops }: KnownRunner, step: ModelStep): boolean => loops.some((steps) => steps.includes(step));
