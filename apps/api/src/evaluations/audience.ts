import { isOrganiser } from '../access/identity';
import type { Identity } from '../access/identity';

/** Who views an evaluation: its owner, an organiser, or the public (boards and their entries are public). */
export type Audience = 'owner' | 'organiser' | 'public';

export function audienceOf(identity: Identity | null, ownerId: string): Audience {
  if (isOrganiser(identity)) return 'organiser';
  return identity?.user.id === ownerId ? 'owner' : 'public';
}
