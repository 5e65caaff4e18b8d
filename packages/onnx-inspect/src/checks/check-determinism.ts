import { describeNode, type Findings } from '../issues';
import type { Model } from '../wire/messages';
import { eachBody } from './each-body';

const random = new Set(['RandomNormal', 'RandomNormalLike', 'RandomUniform', 'RandomUniformLike', 'Multinomial', 'Bernoulli']);

/** Warnings about operators whose determinism can only be checked by running the model. */
export function warnOfRunTimeRisks(model: Model, findings: Findings): void {
  eachBody(model, (nodes) => {
    for (const node of nodes) {
      if (random.has(node.operator) && !node.attributes.some((attribute) => attribute.name === 'seed')) {
        findings.warn(
          `${describeNode(node)} has no seed: the same input gives another score each time. It is scored as it comes, and its results say so.`,
        );
      }
      if (node.operator === 'Loop') {
        findings.warn(`${describeNode(node)}: how often it turns is known only at run time; a run that does not end is stopped.`);
      }
    }
  });
}
