import type { Form } from '@unblind/contracts';
import { formFrom } from './form-values';

const form: Form = {
  mass: { type: 'number', label: 'Mass', uncertainty: true, optional: false },
  found: { type: 'boolean', label: 'Found', uncertainty: false, optional: false },
  decay: { type: 'choice', label: 'Decay', choices: ['qq', 'qqq'], uncertainty: false, optional: false },
};

describe('--set', () => {
  it('takes numbers with and without an uncertainty, choices and yes', () => {
    expect(formFrom(form, ['mass=3500+-20', 'found=yes', 'decay=qqq'])).toEqual({
      mass: { value: 3500, uncertainty: 20 },
      found: { value: true },
      decay: { value: 'qqq' },
    });
    expect(formFrom(form, ['mass=-1e3'])).toEqual({ mass: { value: -1000 } });
  });

  it('refuses a field that there is none of, with the nearest, and a text for a number', () => {
    expect(() => formFrom(form, ['mas=1'])).toThrow("no field 'mas'");
    expect(() => formFrom(form, ['mass=heavy'])).toThrow("mass must be a number, got 'heavy'");
  });
});
