import { z } from 'zod';

/** Separate areas with separate credentials: a step that touches a model is never given `truth`. */
export const areas = ['public', 'hidden', 'truth', 'submissions', 'results'] as const;
export const Area = z.enum(areas);
export type Area = z.infer<typeof Area>;

/** Areas whose objects may be handed out by URL. Hidden inputs and truth never leave by a link, whoever asks. */
const readableByUrl: readonly Area[] = ['public', 'submissions', 'results'];
export const mayBeReadByUrl = (area: Area): boolean => readableByUrl.includes(area);
