import type { Rule, Rules } from '../call';
import { classical } from './classical';
import { convolutions } from './convolution';
import { elementwise } from './elementwise';
import { layout } from './layout';
import { linearAlgebra } from './linear-algebra';
import { reductions } from './reduction';
import { sources } from './sources';

const rules: Rules = { ...elementwise, ...linearAlgebra, ...convolutions, ...reductions, ...layout, ...sources, ...classical };

/** The rule of an operator; undefined for one whose shapes and cost are not followed (sequences, loops...). */
export function ruleFor(domain: string, operator: string): Rule | undefined {
  const key = domain === '' ? operator : `${domain}:${operator}`;
  return Object.hasOwn(rules, key) ? rules[key] : undefined;
}
