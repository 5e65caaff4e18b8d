/** How finely the plots of a report show. */
export interface Resolution {
  /** Equally spaced signal efficiencies at which a ROC curve is drawn. */
  readonly efficiencies: number;
  /** Bins of the distribution of scores. */
  readonly scoreBins: number;
  /** Bins of a mass spectrum. */
  readonly massBins: number;
  /** Cuts at which a curve of significances is drawn. */
  readonly cuts: number;
  /** Events without which a point or bin is left out. */
  readonly leastEvents: number;
  /** Whether the best cut is told, which is found by the truth. */
  readonly tellsBest: boolean;
}

/** For truth that is public or no longer in use. */
export const full: Resolution = { efficiencies: 200, scoreBins: 50, massBins: 50, cuts: 400, leastEvents: 1, tellsBest: true };

/** For truth that is in use: few points at fixed places, and none that stands for so few events that it names them. */
export const coarse: Resolution = { efficiencies: 40, scoreBins: 20, massBins: 10, cuts: 20, leastEvents: 10, tellsBest: false };

/** What the note of a plot says of empty bins; absent where every event is shown. */
export function emptyBinsNote({ leastEvents }: Resolution): string {
  return leastEvents > 1 ? ` Bins with fewer than ${leastEvents} events are left empty.` : '';
}
