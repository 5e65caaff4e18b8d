import type { z } from 'zod';

/** The properties of a kind of job. The platform's list is `jobCatalogue` in the contracts. */
export interface JobDefinition {
  readonly schema: z.ZodType;
  readonly timeoutSeconds: number;
  readonly attempts: number;
  readonly backoffMs: number;
}
export type Catalogue = Readonly<Record<string, JobDefinition>>;
export type NameIn<C extends Catalogue> = keyof C & string;
export type PayloadIn<C extends Catalogue, N extends NameIn<C>> = z.infer<C[N]['schema']>;

export function definitionOf<C extends Catalogue>(catalogue: C, name: NameIn<C>): JobDefinition {
  const definition = catalogue[name];
  if (!definition) throw new Error(`There is no job ${name} in the catalogue; it has ${Object.keys(catalogue).join(', ')}.`);
  return definition;
}
