'use client';

import type { Form, FormField } from '@unblind/contracts';
import { SelectField, TextField } from '@/ui/field';
import { defaultsOf } from './form-values';
import type { Typed } from './form-values';

interface Props {
  form: Form;
  typed: Typed;
  onType: (typed: Typed) => void;
  /** The error messages, by field name. */
  problems: Readonly<Record<string, string>>;
}

/** The input fields of a challenge's form. */
export function FormFields({ form, typed, onType, problems }: Props) {
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      {Object.entries(form).map(([name, field]) => {
        const { value, uncertainty } = typed[name] ?? defaultsOf(field);
        const set = (change: Partial<Typed[string]>) => onType({ ...typed, [name]: { value, uncertainty, ...change } });
        return (
          <div key={name} className={field.uncertainty ? 'grid grid-cols-[2fr_1fr] gap-3' : undefined}>
            <Field name={name} field={field} value={value} error={problems[name]} onChange={(text) => set({ value: text })} />
            {field.uncertainty && (
              <TextField label="±" inputMode="decimal" value={uncertainty} onChange={(event) => set({ uncertainty: event.target.value })} />
            )}
          </div>
        );
      })}
    </div>
  );
}

interface FieldProps {
  name: string;
  field: FormField;
  value: string;
  error: string | undefined;
  onChange: (text: string) => void;
}

function Field({ field: { type, label, unit, meaning, choices, optional, range }, value, error, onChange }: FieldProps) {
  const named = `${label}${unit ? ` (${unit})` : ''}${optional ? ', optional' : ''}`;
  const hint = [meaning, range && `${range[0]} to ${range[1]}`].filter(Boolean).join('; ') || undefined;
  const options = type === 'boolean' ? ['true', 'false'] : choices;
  if (!options)
    return (
      <TextField
        label={named}
        hint={hint}
        error={error}
        inputMode="decimal"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  return (
    <SelectField label={named} hint={hint} error={error} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="" aria-label="Nothing chosen" />
      {options.map((option) => (
        <option key={option} value={option}>
          {type === 'boolean' ? (option === 'true' ? 'Yes' : 'No') : option}
        </option>
      ))}
    </SelectField>
  );
}
