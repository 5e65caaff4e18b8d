import { isOrganiser } from '../access/identity';
import type { Identity } from '../access/identity';

/** Who looks: the participant whose it is, an organiser, or anybody (boards are public, and so is what is on them). */
export type Audience = 'owner' | 'organiser' | 'public';

export function audienceOf(identity: Identity | null, ownerId: string): Audience {
  if (isOrganiser(identity)) return 'organiser';
  return identity?.user.id === ownerId ? 'owner' : 'public';
}
