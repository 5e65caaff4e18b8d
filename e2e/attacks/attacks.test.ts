import { attacks } from '.';
import { play } from './attack';

test.each(attacks.filter(({ inShort }) => inShort))(
  '$name stays within its limit, and wins without the defence',
  async (attack) => {
    expect(await play(attack, 'short')).toMatchObject({ ok: true });
  },
  300_000,
);
