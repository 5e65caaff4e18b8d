import type { Plot } from '@unblind/contracts';
import { bars } from './bars';
import { line } from './line';
import { matrix } from './matrix';
import type { PlotKind } from './plot-kind';
import { points } from './points';
import { histogram, step } from './step';

/** One entry for each kind of the contract; a missing kind does not compile. */
export const plotKinds: Record<Plot['kind'], PlotKind> = { line, step, points, histogram, bars, matrix };
