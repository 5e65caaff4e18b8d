import { applySystematics, higgsFeatures, type ShiftedEvents, type SystematicsInput } from '@unblind/simulation';

/** Lower cut on the visible mass, GeV: most Z bosons are below. */
export const visibleMassAbove = 75;
/** Upper cut on the transverse mass, GeV: most W bosons, from top quarks and dibosons, are above. */
export const transverseMassBelow = 60;

const visibleMass = higgsFeatures.indexOf('DER_mass_vis');
const transverseMass = higgsFeatures.indexOf('DER_mass_transverse_met_lep');
const width = higgsFeatures.length;

/** Whether a row of features [E, 28] passes the two cuts on masses. */
export function passesMasses(rows: Float32Array, row: number, transverseBelow = transverseMassBelow): boolean {
  return rows[row * width + visibleMass]! > visibleMassAbove && rows[row * width + transverseMass]! < transverseBelow;
}

/** The events that, after the shift, pass the cuts of FAIR Universe and the two cuts on the masses. */
export function selectedEvents(input: SystematicsInput): ShiftedEvents {
  const { rows, surviving } = applySystematics(input);
  const kept = Array.from(surviving.keys()).filter((row) => passesMasses(rows, row));
  const selected = new Float32Array(kept.length * width);
  kept.forEach((from, to) => selected.set(rows.subarray(from * width, (from + 1) * width), to * width));
  return { rows: selected, surviving: Uint32Array.from(kept, (event) => surviving[event]!) };
}
