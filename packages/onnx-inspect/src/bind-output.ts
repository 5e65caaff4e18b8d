import { outputWidth, type OutputContract, type TensorSignature, type View } from '@unblind/contracts';
import { quote, type Issue } from './issues';
import { rowFits, setFits, shapeText, signatureText } from './sizes';

interface Choice {
  output: TensorSignature;
  contract: OutputContract;
  /** Contracts of other widths, where the width of the output is not known before a run. */
  otherwise: OutputContract[];
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
  const asked = contracts.filter((contract) => isAsked(contract, views));
  const possible = outputs.flatMap((output) => fitting(output, asked).map((contract) => ({ output, contract })));
  const chosen = possible.find(({ output, contract }) => output.name === contract.name) ?? possible[0];
  return chosen ? { ...chosen, otherwise: ofOtherWidths(chosen, fitting(chosen.output, asked)) } : null;
}

/** The contracts that an output may fulfil, those of its own rank first. */
function fitting(output: TensorSignature, contracts: readonly OutputContract[]): OutputContract[] {
  const { shape } = output;
  const fits = (given: TensorSignature['shape'], { per, shape: wanted }: OutputContract) =>
    given === null || (per === 'set' ? setFits : rowFits)(given, wanted);
  const held = contracts.filter((contract) => holds(output, contract));
  const exact = held.filter((contract) => fits(shape, contract));
  const mayBeOne = shape !== null && (shape.at(-1) === 1 || (shape.length > 1 && typeof shape.at(-1) !== 'number'));
  const squeezed = mayBeOne ? held.filter((contract) => !exact.includes(contract) && fits(shape.slice(0, -1), contract)) : [];
  return [...exact, ...squeezed];
}

/** One contract for each other width that an output of unknown width may have: that of its name, else the first. */
function ofOtherWidths(
  { output, contract: chosen }: Pick<Choice, 'output' | 'contract'>,
  fits: readonly OutputContract[],
): OutputContract[] {
  if (chosen.per === 'set' || isWidthKnown(output)) return [];
  const named = [...fits].sort((a, b) => Number(b.name === output.name) - Number(a.name === output.name));
  const byWidth = new Map([[outputWidth(chosen), chosen]]);
  for (const contract of named) if (!byWidth.has(outputWidth(contract))) byWidth.set(outputWidth(contract), contract);
  return [...byWidth.values()].slice(1);
}

/** An output of [N] holds one number for each row, whatever N is. */
function isWidthKnown({ shape }: TensorSignature): boolean {
  return shape !== null && (shape.length < 2 || typeof shape.at(-1) === 'number');
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
    fix: fixFor(outputs, contracts),
  };
}

/** In the words of the tool that wrote the model. */
function fixFor(outputs: readonly TensorSignature[], contracts: readonly OutputContract[]): string {
  if (outputs.some(({ dtype }) => /^sequence\(map\(/.test(dtype)))
    return "Export without ZipMap, which turns the probabilities into dictionaries: to_onnx(model, X, options={'zipmap': False}) of skl2onnx, or zipmap=False of the converter of your library.";
  if (outputs.some(({ dtype }) => /^(optional|sequence|map)\(/.test(dtype)))
    return 'Give a plain tensor as output, not an optional, a sequence or a map.';
  const classes = outputs.find(({ dtype, shape }) => floating.has(dtype) && shape?.length === 2 && Number(shape[1]) > 2);
  if (classes && contracts.every(({ shape }) => shape.length === 1 || Number(shape[1]) <= 2))
    return `${quote(classes.name)} has a column for each of ${String(classes.shape?.[1])} classes, and this challenge asks for one score. Let the model end with the probability of the signal: the columns of the signal's classes after the softmax, added up, such as torch.softmax(logits, dim=1)[:, signal].sum(dim=1) before the export.`;
  return 'End the model with one of the outputs that the challenge names, in the order of classes that it states.';
}
