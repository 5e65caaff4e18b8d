import { applySystematics, higgsFeatures, type ShiftedEvents, type SystematicsInput } from '@unblind/simulation';

/** GeV: most Z bosons are below. */
export const visibleMassAbove = 75;
/** GeV: most W bosons, of top quarks and of dibosons, are above. */
export const transverseMassBelow = 60;

const visibleMass = higgsFeatures.indexOf('DER_mass_vis');
const transverseMass = higgsFeatures.indexOf('DER_mass_transverse_met_lep');
const width = higgsFeatures.length;

/** Whether a row of features [E, 28] passes the two cuts on masses. */
export function passesMasses(rows: Float32Array, row: number, transverseBelow = transverseMassBelow): boolean {
  return rows[row * width + visibleMass]! > visibleMassAbove && rows[row * width + transverseMass]! < transverseBelow;
}

/** Events under a shift that pass the recipe's cuts and, after the shift, the two on the masses. */
export function selectedEvents(input: SystematicsInput): ShiftedEvents {
  const { rows, surviving } = applySystematics(input);
  const kept = Array.from(surviving.keys()).filter((row) => passesMasses(rows, row));
  const selected = new Float32Array(kept.length * width);
  kept.forEach((from, to) => selected.set(rows.subarray(from * width, (from + 1) * width), to * width));
  return { rows: selected, surviving: Uint32Array.from(kept, (event) => surviving[event]!) };
}
