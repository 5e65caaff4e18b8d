import { z } from 'zod';

/** One question of a small typed form. */
export const FormField = z
  .strictObject({
    type: z.enum(['number', 'integer', 'boolean', 'choice']),
    label: z.string(),
    unit: z.string().optional(),
    meaning: z.string().optional(),
    /** Inclusive bounds. */
    range: z.tuple([z.number(), z.number()]).optional(),
    choices: z.array(z.string()).min(2).optional(),
    /** Asks for a standard uncertainty beside the value. */
    uncertainty: z.boolean().default(false),
    optional: z.boolean().default(false),
    default: z.union([z.number(), z.boolean(), z.string()]).optional(),
  })
  .refine(({ type, choices }) => (type === 'choice') === (choices !== undefined), 'a choice has choices, and nothing else has');
export type FormField = z.infer<typeof FormField>;

/** What a challenge asks for beside a file (the parameters of a method) or instead of one (an answer). */
export const Form = z.record(z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower-case words joined by underscores'), FormField);
export type Form = z.infer<typeof Form>;

/** The values that were filled in. Fields left empty are absent. */
export const FormValues = z.record(
  z.string(),
  z.strictObject({ value: z.union([z.number(), z.boolean(), z.string()]), uncertainty: z.number().optional() }),
);
export type FormValues = z.infer<typeof FormValues>;

export interface FormProblem {
  field: string;
  expected: string;
  got: string;
}

/** Checks values against their form. Returns every problem, and the values with defaults filled in. */
export function checkForm(form: Form, values: FormValues): { values: FormValues; problems: FormProblem[] } {
  const problems: FormProblem[] = [];
  const checked: FormValues = {};
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(form, name)) problems.push({ field: name, expected: `one of ${Object.keys(form).join(', ')}`, got: name });
  }
  for (const [name, field] of Object.entries(form)) {
    const given = values[name] ?? (field.default === undefined ? undefined : { value: field.default });
    if (given === undefined) {
      if (!field.optional) problems.push({ field: name, expected: describe(field), got: 'nothing' });
      continue;
    }
    const problem = problemOf(field, given);
    if (problem) problems.push({ field: name, ...problem });
    else checked[name] = given;
  }
  return { values: checked, problems };
}

function problemOf(field: FormField, { value, uncertainty }: FormValues[string]): Omit<FormProblem, 'field'> | null {
  if (!fits(field, value)) return { expected: describe(field), got: String(value) };
  if (!field.uncertainty) return uncertainty === undefined ? null : { expected: 'no uncertainty', got: String(uncertainty) };
  if (uncertainty !== undefined && Number.isFinite(uncertainty) && uncertainty > 0) return null;
  return { expected: 'an uncertainty above 0', got: String(uncertainty ?? 'none') };
}

function fits({ type, range, choices }: FormField, value: number | boolean | string): boolean {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && (choices ?? []).includes(value);
    case 'integer':
    case 'number':
      return (
        typeof value === 'number' &&
        Number.isFinite(value) &&
        (type === 'number' || Number.isInteger(value)) &&
        (!range || (value >= range[0] && value <= range[1]))
      );
  }
}

function describe({ type, range, choices, unit }: FormField): string {
  const within = range ? ` from ${range[0]} to ${range[1]}` : '';
  switch (type) {
    case 'boolean':
      return 'true or false';
    case 'choice':
      return `one of ${(choices ?? []).join(', ')}`;
    case 'integer':
    case 'number':
      return `${type === 'integer' ? 'an integer' : 'a number'}${within}${unit ? ` in ${unit}` : ''}`;
  }
}
