import { play, type Attack, type AttackRow, type Size } from './attack';
import { quotaAttacks } from './blinded/cancel';
import { channelAttacks } from './blinded/channels';
import { amsDecoding } from './higgs/ams-decoding';
import { lookupTable } from './higgs/lookup';
import { matching, pooling } from './intervals';
import { intervalAscent } from './intervals/slow-ascent';
import { seedSearch } from './seed-search';
import { pickAttacks } from './tagging/final-picks';
import { accountAttacks } from './tagging/many-accounts';
import { boardAttacks } from './tagging/board-attacks';
import { gateOracle } from './tagging/gate-oracle';
import { membershipDecoding } from './tagging/membership';
import { areaAscent } from './tagging/slow-ascent';

export const attacks: readonly Attack[] = [
  seedSearch,
  ...boardAttacks,
  ...accountAttacks,
  ...pickAttacks,
  membershipDecoding,
  gateOracle,
  areaAscent,
  lookupTable,
  amsDecoding,
  pooling,
  matching,
  intervalAscent,
  ...channelAttacks,
  ...quotaAttacks,
];

/** Every attack whose name contains the text, one after another. */
export async function* playAll({ only, size }: { only: string; size: Size }): AsyncGenerator<AttackRow> {
  for (const attack of attacks) if (attack.name.includes(only) && (size === 'full' || attack.inShort)) yield await play(attack, size);
}
