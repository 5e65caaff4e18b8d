/**
 * When the next piece of work begins, in seconds, if each piece before it goes to whichever place is free first.
 *
 * @param places when each is free, in seconds; at least one
 * @param lasts how long the pieces before it last, in their order
 */
export function firstStart(places: readonly number[], lasts: readonly number[]): number {
  const free = [...places];
  for (const seconds of lasts) {
    const first = free.indexOf(Math.min(...free));
    free[first] = (free[first] ?? 0) + seconds;
  }
  return Math.min(...free);
}
