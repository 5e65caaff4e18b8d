import type { Form, FormField, FormValues } from '@unblind/contracts';

/** The texts of a form's fields as the user typed them. */
export type Typed = Record<string, { value: string; uncertainty: string }>;

export function defaultsOf(field: FormField): Typed[string] {
  return { value: field.default === undefined ? '' : String(field.default), uncertainty: '' };
}

/** The typed texts as the API expects them. Empty fields are left out. A text that is not a number is sent unchanged, so that the API names the field. */
export function formValues(form: Form, typed: Typed): FormValues {
  const values: FormValues = {};
  for (const [name, field] of Object.entries(form)) {
    const { value, uncertainty } = typed[name] ?? defaultsOf(field);
    if (value.trim() === '') continue;
    const parsed = field.type === 'boolean' ? value === 'true' : field.type === 'choice' ? value : numberOr(value);
    const spread = Number(uncertainty);
    values[name] = { value: parsed, ...(uncertainty.trim() !== '' && Number.isFinite(spread) ? { uncertainty: spread } : {}) };
  }
  return values;
}

function numberOr(text: string): number | string {
  const value = Number(text.trim().replace(',', '.'));
  return Number.isFinite(value) ? value : text;
}
