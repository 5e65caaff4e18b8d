import type { OutputContract, TensorSignature, View } from '@unblind/contracts';
import { quote, type Issue } from './issues';
import { rowFits, setFits, shapeText, signatureText } from './sizes';

interface Choice {
  output: TensorSignature;
  contract: OutputContract;
}

/**
 * An output fits a contract when it holds floats, has the contract's rank and last size; [N, 1] fits [N]. An output
 * that bears a contract's name goes first, then the graph's own order; a contract of the output's own rank goes before [N].
 *
 * @param views those that the model takes: one that takes sets answers for sets, and for such entries only as it is given
 */
export function chooseOutput(
  outputs: readonly TensorSignature[],
  contracts: readonly OutputContract[],
  views: readonly View[],
): Choice | null {
  const possible = outputs.flatMap((output) => {
    const pairs = contracts
      .filter((contract) => isAsked(contract, views) && holds(output, contract))
      .map((contract) => ({ output, contract }));
    const fits = (shape: TensorSignature['shape'], { per, shape: wanted }: OutputContract) =>
      shape === null || (per === 'set' ? setFits : rowFits)(shape, wanted);
    const exact = pairs.filter(({ contract }) => fits(output.shape, contract));
    const squeezed = pairs.filter(({ contract }) => output.shape?.at(-1) === 1 && fits(output.shape.slice(0, -1), contract));
    return [...exact, ...squeezed];
  });
  return possible.find(({ output, contract }) => output.name === contract.name) ?? possible[0] ?? null;
}

/** True if a model with these input views can give this output: scores of edges need the edges as input. */
function isAsked(contract: OutputContract, views: readonly View[]): boolean {
  const per = views[0]?.per ?? 'row';
  if (contract.per !== per) return false;
  const free = (shape: View['shape']) => shape.filter((size) => typeof size === 'string');
  return per === 'row' || free(contract.shape).every((symbol) => views.some(({ shape }) => free(shape).includes(symbol)));
}

const floating = new Set(['float16', 'float32', 'float64', 'unknown']);
const whole = new Set(['int32', 'int64']);

const holds = ({ dtype }: TensorSignature, { per, as }: OutputContract): boolean =>
  floating.has(dtype) || (per === 'set' && as === 'labels' && whole.has(dtype));

export function noOutput(outputs: readonly TensorSignature[], contracts: readonly OutputContract[], views: readonly View[]): Issue {
  const asked = contracts.filter((contract) => isAsked(contract, views));
  const expected = (asked.length > 0 ? asked : contracts).map(({ name, shape }) => `${name} ${shapeText(shape)}`).join(' or ');
  const got = outputs.map((output) => `${quote(output.name)} ${signatureText(output)}`).join(', ');
  return {
    code: 'contract-output-mismatch',
    message: `No output of the model fits: it gives ${got || 'none'}; wanted is ${expected} of floats.`,
    subject: outputs[0]?.name,
    expected,
    got: got || 'no output',
    fix: 'End the model with one of the outputs that the challenge names, in the order of classes that it states.',
  };
}
