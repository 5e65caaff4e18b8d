import type { SetDerivation } from '../set-derivation';
import { cylindrical } from './cylindrical';
import { edgeEntries } from './edge-entries';
import { neighbours } from './neighbours';

/** In the scaled cylindrical coordinates: 50 mm along the radius or z, 9 degrees of azimuth. */
const radius = 0.05;

/** Pairs of hits nearer than a fixed radius, each once, the lower index first. Pairs across phi = +-pi are not found. */
export const radiusGraph: SetDerivation = {
  inputs: ['hits'],
  dtype: 'int64',
  entryShape: [2],
  derive: ({ hits }) => edgeEntries(...neighbours(cylindrical(hits), 3, radius)),
};
