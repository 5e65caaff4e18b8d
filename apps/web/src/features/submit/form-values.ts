import type { Form, FormField, FormValues } from '@unblind/contracts';

/** The texts of a form's fields, as they were typed. */
export type Typed = Record<string, { value: string; uncertainty: string }>;

export function blank(field: FormField): Typed[string] {
  return { value: field.default === undefined ? '' : String(field.default), uncertainty: '' };
}

/** What was typed, as the API takes it: an empty field is left out, and a text that is no number is sent as it is, to be refused by name. */
export function formValues(form: Form, typed: Typed): FormValues {
  const values: FormValues = {};
  for (const [name, field] of Object.entries(form)) {
    const { value, uncertainty } = typed[name] ?? blank(field);
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
