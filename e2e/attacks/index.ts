import { matching, pooling } from './intervals';
import { play, type Attack, type AttackRow, type Size } from './attack';

export const attacks: readonly Attack[] = [pooling, matching];

/** Every attack whose name contains the text, one after another. */
export async function* playAll({ only, size }: { only: string; size: Size }): AsyncGenerator<AttackRow> {
  for (const attack of attacks) if (attack.name.includes(only)) yield await play(attack, size);
}
