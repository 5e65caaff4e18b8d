import type { ViewDerivation } from './view-derivation';

const STORED = 9;
/** mass, tau21, tau32 in the stored view (pt, eta, phi, mass, tau1, tau2, tau3, tau21, tau32). */
const COLUMNS = [3, 7, 8];

/** The three standard substructure variables as one row, for small dense networks. */
export const jetSubstructure: ViewDerivation = {
  input: { view: 'jet', rowShape: [STORED] },
  outputs: { substructure: [COLUMNS.length] },
  derive(source, count) {
    const substructure = new Float32Array(count * COLUMNS.length);
    for (let jet = 0; jet < count; jet++) {
      COLUMNS.forEach((column, slot) => (substructure[jet * COLUMNS.length + slot] = Number(source[jet * STORED + column])));
    }
    return { substructure };
  },
};
