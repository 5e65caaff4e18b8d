import { Form, checkForm } from './form';

const form = Form.parse({
  p_value: { type: 'number', label: 'p-value', range: [0, 1] },
  mass: { type: 'number', label: 'Mass', unit: 'GeV', uncertainty: true, optional: true },
  events: { type: 'integer', label: 'Events', range: [0, 1000], default: 10 },
  decay: { type: 'choice', label: 'Decay', choices: ['two', 'three'], optional: true },
  found: { type: 'boolean', label: 'Found', optional: true },
});

describe('a form', () => {
  it('takes what fits, fills in defaults, and leaves out what was left out', () => {
    const { values, problems } = checkForm(form, {
      p_value: { value: 0.5 },
      mass: { value: 3500, uncertainty: 50 },
      decay: { value: 'two' },
    });
    expect(problems).toEqual([]);
    expect(values).toEqual({
      p_value: { value: 0.5 },
      mass: { value: 3500, uncertainty: 50 },
      events: { value: 10 },
      decay: { value: 'two' },
    });
  });

  it.each([
    ['a missing answer', {}, 'p_value', 'a number from 0 to 1', 'nothing'],
    ['a number out of range', { p_value: { value: 1.5 } }, 'p_value', 'a number from 0 to 1', '1.5'],
    ['text for a number', { p_value: { value: 'low' } }, 'p_value', 'a number from 0 to 1', 'low'],
    ['a mass without its uncertainty', { p_value: { value: 0.1 }, mass: { value: 3500 } }, 'mass', 'an uncertainty above 0', 'none'],
    ['an uncertainty of zero', { p_value: { value: 0.1 }, mass: { value: 1, uncertainty: 0 } }, 'mass', 'an uncertainty above 0', '0'],
    ['an uncertainty that nobody asked for', { p_value: { value: 0.1, uncertainty: 1 } }, 'p_value', 'no uncertainty', '1'],
    ['half an event', { p_value: { value: 0.1 }, events: { value: 1.5 } }, 'events', 'an integer from 0 to 1000', '1.5'],
    ['a choice that is not offered', { p_value: { value: 0.1 }, decay: { value: 'four' } }, 'decay', 'one of two, three', 'four'],
    ['a word for a boolean', { p_value: { value: 0.1 }, found: { value: 'yes' } }, 'found', 'true or false', 'yes'],
    [
      'a field that the form does not have',
      { p_value: { value: 0.1 }, spin: { value: 2 } },
      'spin',
      'one of p_value, mass, events, decay, found',
      'spin',
    ],
  ])('names %s', (_what, values, field, expected, got) => {
    expect(checkForm(form, values).problems).toEqual([{ field, expected, got }]);
  });

  it('is refused by its own rules where a choice has no choices', () => {
    expect(Form.safeParse({ a: { type: 'choice', label: 'A' } }).success).toBe(false);
    expect(Form.safeParse({ 'Not a name': { type: 'number', label: 'A' } }).success).toBe(false);
  });
});
