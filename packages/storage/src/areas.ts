import { z } from 'zod';

/** Separate areas with separate credentials. A step that runs a model never gets those of `truth`. */
export const areas = ['public', 'hidden', 'truth', 'submissions', 'results'] as const;
export const Area = z.enum(areas);
export type Area = z.infer<typeof Area>;

/**
 * Areas whose objects may be downloaded by a signed URL. Hidden inputs may be by runners alone, which says the process that signs;
 * truth never may, for any caller.
 */
const readableByUrl: readonly Area[] = ['public', 'submissions', 'results'];
export const mayBeReadByUrl = (area: Area, by: 'anybody' | 'runner' = 'anybody'): boolean =>
  readableByUrl.includes(area) || (by === 'runner' && area === 'hidden');
