import type { Form, FormValues } from '@unblind/contracts';
import { nearest } from '@unblind/contracts';
import { CliError, exitCodes } from '../exit-codes';

/** Parses arguments such as 'mass=3500+-20' into form values. The server checks whether the values are allowed. */
export function formFrom(form: Form, pairs: readonly string[]): FormValues {
  const values: FormValues = {};
  for (const pair of pairs) {
    const { name = '', value = '', uncertainty } = /^(?<name>[^=]+)=(?<value>.*?)(?:\+-(?<uncertainty>[^+]+))?$/.exec(pair)?.groups ?? {};
    const field = Object.hasOwn(form, name) ? form[name] : undefined;
    if (!field) {
      const guess = nearest(name, Object.keys(form));
      const known = Object.keys(form).join(', ') || 'none';
      throw new CliError(
        exitCodes.usage,
        `There is no field '${name}'.`,
        guess ? `Did you mean '${guess}'?` : `Fields: ${known}.`,
        'field-unknown',
      );
    }
    values[name] = {
      value: field.type === 'choice' ? value : field.type === 'boolean' ? value === 'true' || value === 'yes' : number(name, value),
      ...(uncertainty === undefined ? {} : { uncertainty: number(name, uncertainty) }),
    };
  }
  return values;
}

function number(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new CliError(
    exitCodes.usage,
    `${name} must be a number, got '${text}'.`,
    `Write --set ${name}=1.5, or --set ${name}=1.5+-0.2.`,
    'field-invalid',
  );
}
