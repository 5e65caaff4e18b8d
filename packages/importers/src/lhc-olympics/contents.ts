/** Of a split's resonance: its mass and its daughters', GeV. NaN: there is none. */
export type Masses = readonly [number, number, number];

/** arXiv:2101.08320. Z' -> X Y of the R&D data. */
export const researchMasses: Masses = [3500, 500, 100];

interface BlackBox {
  split: string;
  masses: Masses;
  /** In the whole box. */
  signal: number;
}

/** By the number in the file's name: a Z', nothing, and a graviton that decays in two ways. */
export const blackBoxes: Readonly<Record<string, BlackBox>> = {
  1: { split: 'box-1', masses: [3823, 732, 378], signal: 834 },
  2: { split: 'box-2', masses: [NaN, NaN, NaN], signal: 0 },
  3: { split: 'box-3', masses: [4200, NaN, NaN], signal: 3200 },
};
export const eventsInBox = 1_000_000;
const researchEvents = 1_100_000;

/** Nothing was published about a split of the R&D events: here each thousand is shared out alike. */
const shares = [
  { split: 'train', from: 0, to: 500 },
  { split: 'sample', from: 500, to: 510 },
  { split: 'public', from: 510, to: 755 },
  { split: 'private', from: 755, to: 1000 },
] as const;

/** The split of an R&D event, and up to which row it goes on. */
export function shareOf(row: number): { split: string; end: number } {
  const place = row % 1000;
  const share = shares.find(({ to }) => place < to) ?? shares[3];
  return { split: share.split, end: row - place + share.to };
}

export function researchRows(split: string): number {
  const share = shares.find((candidate) => candidate.split === split);
  return share ? ((share.to - share.from) * researchEvents) / 1000 : 0;
}
