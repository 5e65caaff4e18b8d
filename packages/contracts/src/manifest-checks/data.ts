import type { ManifestFile } from '../manifest';
import { isOpen, type SplitName } from '../splits';
import { notOneOf } from './one-of';

/** Sources and views. */
export function checkData({ data, submission, phases }: ManifestFile): string[] {
  const watched = phases.filter(({ board }) => board === 'open').map(({ split }) => split);
  return [...checkSources(data, submission.kinds), ...checkParts(data, watched), ...checkViews(data.views)];
}

function checkSources({ sources, default: chosen }: ManifestFile['data'], kinds: ManifestFile['submission']['kinds']): string[] {
  const problems: string[] = [];
  if (!Object.hasOwn(sources, chosen)) problems.push(notOneOf('data.default', chosen, Object.keys(sources)));
  const tried = [...(kinds.includes('onnx') ? ['models'] : []), ...(kinds.includes('container') ? ['containers'] : [])].join(' and ');
  // An importer cuts its sample out of the imported data itself.
  for (const [name, source] of Object.entries(sources))
    if (tried !== '' && 'sizes' in source && source.sizes['sample'] === undefined)
      problems.push(`data.sources.${name}: has no split 'sample', on which ${tried} are tried first`);
  return problems;
}

/** Only a split whose truth is hidden while its results are watched has two parts. */
function checkParts({ sources }: ManifestFile['data'], watched: readonly SplitName[]): string[] {
  return Object.entries(sources).flatMap(([name, source]) =>
    Object.entries('sizes' in source ? source.sizes : {}).flatMap(([split, size]) => {
      if (typeof size === 'number') return [];
      const problem = (why: string) => [`data.sources.${name}.sizes.${split}: has two parts, and ${why}; give one number`];
      if (isOpen(split) || ('openTruth' in source && source.openTruth)) return problem('its truth is public');
      return watched.includes(split) ? [] : problem('no phase with an open board uses it');
    }),
  );
}

function checkViews(views: ManifestFile['data']['views']): string[] {
  const problems: string[] = [];
  const owners = new Map<string, string>();
  for (const [view, { aliases = [] }] of Object.entries(views))
    for (const name of [view, ...aliases]) {
      const other = owners.get(name);
      if (other !== undefined) problems.push(`data.views.${view}: the name '${name}' is already taken by '${other}'`);
      owners.set(name, view);
    }
  for (const [view, { per, shape }] of Object.entries(views))
    if (per === 'set' && freeAxes(shape) !== 1)
      problems.push(`data.views.${view}: a view of sets has one free axis, this has ${freeAxes(shape)}`);
  return problems;
}

export const freeAxes = (shape: readonly unknown[]): number => shape.filter((size) => typeof size !== 'number').length;

/** The splits of the source that the platform prepares unless told otherwise; null where that source is not there. */
export function defaultSplits({ sources, default: chosen }: ManifestFile['data']): SplitName[] | null {
  const source = Object.hasOwn(sources, chosen) ? sources[chosen] : undefined;
  if (!source) return null;
  return 'sizes' in source ? Object.keys(source.sizes) : [...new Set([...Object.keys(source.files), 'sample'])];
}

/** Whether the test labels of the default source are public. */
export function hasOpenTruth({ sources, default: chosen }: ManifestFile['data']): boolean {
  const source = Object.hasOwn(sources, chosen) ? sources[chosen] : undefined;
  return source !== undefined && 'openTruth' in source && source.openTruth;
}
