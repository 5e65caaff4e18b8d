import type { LocalKind } from '../local-kind';
import { ams } from './ams';
import { anomaly } from './anomaly';
import { interval } from './interval';
import { tagging } from './tagging';
import { tracking } from './tracking';

export const kinds: ReadonlyMap<string, LocalKind> = new Map(Object.entries({ tagging, tracking, ams, interval, anomaly }));
