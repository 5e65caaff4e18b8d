import { ChallengeCondition, ChallengeDetail, DisclosureView } from '@unblind/contracts';
import { Command } from 'commander';
import { ApiClient } from '../client/api-client';
import { parseVersion, versionQuery } from '../client/version-query';
import { print, printJson, table } from '../output/output';
import { readSettings } from '../settings';

interface Options {
  archived?: number;
  json?: boolean;
}

export function challengeCommand(): Command {
  const unblindPhase = new Command('unblind')
    .description('for organisers: unblind a phase that has ended, for good')
    .argument('<challenge>')
    .argument('<phase>')
    .option('--archived <n>', 'an archived version, by its number (default: the version that is shown)', parseVersion)
    .option('--json', 'print JSON')
    .action(unblind);
  const listVersions = new Command('versions')
    .description('list the versions of a challenge')
    .argument('<challenge>')
    .option('--json', 'print JSON')
    .action(versions);
  const listDisclosures = new Command('disclosures')
    .description('show the digests of what is hidden and, of unblinded phases, the addresses of what was published')
    .argument('<challenge>')
    .option('--archived <n>', 'an archived version, by its number (default: the version that is shown)', parseVersion)
    .option('--json', 'print JSON')
    .action(disclosures);
  const listConditions = new Command('conditions')
    .description('for organisers: what keeps challenges from working')
    .argument('[challenge]', 'default: all of them')
    .option('--json', 'print JSON')
    .action(conditions);
  return [unblindPhase, listVersions, listDisclosures, listConditions].reduce(
    (group, command) => group.addCommand(command.exitOverride()),
    new Command('challenge').description('one challenge: its versions, its unblinding and what that makes public'),
  );
}

async function unblind(slug: string, phase: string, { archived, json }: Options): Promise<void> {
  const path = `/challenges/${slug}/phases/${phase}/unblinding${versionQuery(archived)}`;
  const view = await new ApiClient(readSettings()).post(path, {}, DisclosureView);
  if (json) return printJson(view);
  print(`${phase} of ${slug} is unblinded, since ${view.unblindedAt ?? ''}.`);
  if (view.state === 'publishing') print(`A runner now publishes what was hidden: unblind challenge disclosures ${slug}`);
}

async function conditions(slug: string | undefined, { json }: Options): Promise<void> {
  const query = slug === undefined ? '' : `?${new URLSearchParams({ challenge: slug }).toString()}`;
  const found = await new ApiClient(readSettings()).get(`/challenge-conditions${query}`, ChallengeCondition.array());
  if (json) return printJson(found);
  for (const { slug: name, archivedAt, problems } of found) {
    const archived = archivedAt === null ? '' : `, archived since ${archivedAt}: its folder is gone`;
    print(`${name}: ${problems.length === 0 ? 'nothing is wrong' : 'broken'}${archived}`);
    for (const { part, message, fix } of problems) print(`  ${part}: ${message}${fix === null ? '' : `\n    ${fix}`}`);
  }
}

async function versions(slug: string, { json }: Options): Promise<void> {
  const { versions: all } = await new ApiClient(readSettings()).get(`/challenges/${slug}`, ChallengeDetail);
  if (json) return printJson(all);
  const rows = all.map(({ version, publishedAt, archivedAt }) => [String(version), publishedAt, archivedAt ?? 'shown now']);
  print(table(['version', 'published', 'archived'], rows));
}

async function disclosures(slug: string, { archived, json }: Options): Promise<void> {
  const views = await new ApiClient(readSettings()).get(`/challenges/${slug}/disclosures${versionQuery(archived)}`, DisclosureView.array());
  if (json) return printJson(views);
  if (views.length === 0) return print(`Nothing of ${slug} is hidden, or its data are not ready yet.`);
  const rows = views.map(({ phase, split, state, commitment }) => [
    phase,
    split,
    state,
    commitment ?? 'none: made before there were digests',
  ]);
  print(table(['phase', 'split', 'state', 'sha256 of commitment.txt'], rows));
  for (const { phase, files } of views) for (const { name, sha256, url } of files) print(`\n${phase}: ${name}\n  ${sha256}\n  ${url}`);
}
