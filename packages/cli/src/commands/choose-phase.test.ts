import { PhaseView } from '@unblind/contracts';
import { choosePhase } from './choose-phase';

const phase = (id: string, more: Partial<PhaseView> = {}): PhaseView => ({
  id,
  title: `The ${id}`,
  split: 'public',
  opensAt: '2026-01-01T00:00:00Z',
  closesAt: null,
  status: 'open',
  perDay: 5,
  total: null,
  requires: 'none',
  blinded: false,
  unblindedAt: null,
  kinds: ['onnx'],
  boards: [],
  metrics: [],
  ...more,
});
const choose = (phases: PhaseView[], ask: Parameters<typeof choosePhase>[2] = null) => choosePhase({ slug: 'toy', phases }, 'onnx', ask);

describe('the phase of a submission', () => {
  it('is the open one that takes the kind, without a question', async () => {
    const asked = jest.fn(() => Promise.resolve(''));
    const phases = [phase('past', { status: 'closed' }), phase('answers', { kinds: ['answer'] }), phase('final')];
    expect(await choose(phases, asked)).toBe('final');
    expect(asked).not.toHaveBeenCalled();
  });

  it('is asked for where several are open, by name or number', async () => {
    const phases = [phase('development'), phase('final')];
    expect(await choose(phases, () => Promise.resolve('final\n'))).toBe('final');
    expect(await choose(phases, () => Promise.resolve('1'))).toBe('development');
    await expect(choose(phases, () => Promise.resolve('3'))).rejects.toThrow("'3' is no open phase of toy.");
  });

  it('is listed with its option where nobody can be asked', async () => {
    await expect(choose([phase('development'), phase('final')])).rejects.toMatchObject({
      message: 'Several phases of toy are open: development (The development), final (The final).',
      fix: 'Choose one: --phase development or --phase final.',
      code: 'phase-ambiguous',
    });
  });

  it('must be open', async () => {
    await expect(choose([phase('past', { status: 'closed' })])).rejects.toMatchObject({ code: 'phase-closed' });
  });
});
