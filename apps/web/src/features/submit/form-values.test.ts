import type { Form } from '@unblind/contracts';
import { formValues } from './form-values';

const form: Form = {
  mass: { type: 'number', label: 'Mass', uncertainty: true, optional: false },
  found: { type: 'boolean', label: 'Found', uncertainty: false, optional: false },
  events: { type: 'integer', label: 'Events', uncertainty: false, optional: true, default: 0 },
};

describe('a form that was filled in', () => {
  it('gives numbers with their uncertainties, and defaults where nothing was typed', () => {
    const typed = { mass: { value: ' 3500 ', uncertainty: '20' }, found: { value: 'true', uncertainty: '' } };
    expect(formValues(form, typed)).toEqual({ mass: { value: 3500, uncertainty: 20 }, found: { value: true }, events: { value: 0 } });
  });

  it('leaves out what is empty, and sends what is no number as it is, to be refused by name', () => {
    const typed = {
      mass: { value: 'heavy', uncertainty: '' },
      found: { value: '', uncertainty: '' },
      events: { value: '', uncertainty: '' },
    };
    expect(formValues(form, typed)).toEqual({ mass: { value: 'heavy' } });
  });

  it('reads a decimal comma', () => {
    expect(formValues(form, { mass: { value: '0,5', uncertainty: '' } }).mass).toEqual({ value: 0.5 });
  });
});
