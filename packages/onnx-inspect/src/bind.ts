import {
  nearest,
  type ContractBinding,
  type Inspection,
  type OutputContract,
  type TensorSignature,
  type View,
  type ViewCatalogue,
} from '@unblind/contracts';
import { quote, type Issue } from './issues';

type Sizes = readonly (number | string | null)[];

/**
 * Binds a graph to a challenge: each input to the view whose name or alias it bears, and one output to an output
 * contract. A graph may take any of the views. Sizes must agree where both sides fix them; a symbol or an unknown size
 * fits anything; the first axis is the batch, free or fixed.
 *
 * An output fits a contract when it holds floats, has the contract's rank and last size; [N, 1] fits [N]. An output
 * that bears a contract's name goes first, then the graph's own order; a contract of the output's own rank goes before [N].
 */
export function bindToContract(
  inspection: Pick<Inspection, 'inputs' | 'outputs'>,
  views: ViewCatalogue,
  outputs: readonly OutputContract[],
): ContractBinding {
  const issues: Issue[] = [];
  const inputs = inspection.inputs.flatMap((input) => {
    const name = viewNamed(input.name, views);
    const view = name === null ? undefined : views[name];
    if (name === null || view === undefined) {
      issues.push(unknownInput(input, views));
      return [];
    }
    const wrong = wrongType(input, name, view) ?? wrongShape(input, name, view);
    if (wrong) issues.push(wrong);
    return [{ input: input.name, view: name }];
  });
  if (inspection.inputs.length === 0) issues.push(noInput(views));
  const batches = new Map(
    inspection.inputs.flatMap(({ name, shape }) => (typeof shape?.[0] === 'number' ? [[name, shape[0]] as const] : [])),
  );
  const [first, ...others] = batches.values();
  if (others.some((batch) => batch !== first) || first === 0) issues.push(unequalBatches(batches));
  const output = chooseOutput(inspection.outputs, outputs);
  if (!output) issues.push(noOutput(inspection.outputs, outputs));
  return {
    ok: issues.length === 0,
    issues,
    inputs,
    output: output && { name: output.output.name, contract: output.contract.name, select: output.contract.select ?? null },
    fixedBatch: first ?? fixedSize(output?.output),
  };
}

function viewNamed(name: string, views: ViewCatalogue): string | null {
  if (Object.hasOwn(views, name)) return name;
  return Object.entries(views).find(([, view]) => view.aliases?.includes(name))?.[0] ?? null;
}

function wrongType(input: TensorSignature, name: string, view: View): Issue | null {
  if (input.dtype === view.dtype) return null;
  return {
    code: 'contract-input-dtype',
    message: `Input ${quote(input.name)} wants ${input.dtype}; the view ${quote(name)} is ${view.dtype}.`,
    subject: input.name,
    expected: view.dtype,
    got: input.dtype,
    fix: `Export with a ${view.dtype} input and cast inside the model.`,
  };
}

function wrongShape(input: TensorSignature, name: string, view: View): Issue | null {
  if (!input.shape || fits(input.shape, view.shape)) return null;
  return {
    code: 'contract-input-shape',
    message: `Input ${quote(input.name)} wants ${shapeText(input.shape)}; the view ${quote(name)} is ${shapeText(view.shape)}.`,
    subject: input.name,
    expected: shapeText(view.shape),
    got: shapeText(input.shape),
    fix: `Export the model with an example input of shape ${shapeText(view.shape)}, N being free (dynamic_axes={"${name}": {0: "N"}}).`,
  };
}

/** Same rank, and no axis but the first on which both fix different sizes. */
function fits(shape: Sizes, offered: Sizes): boolean {
  return shape.length === offered.length && shape.every((size, axis) => axis === 0 || sizeFits(size, offered[axis] ?? null));
}

const sizeFits = (a: number | string | null, b: number | string | null): boolean =>
  typeof a !== 'number' || typeof b !== 'number' || a === b;

function unknownInput(input: TensorSignature, views: ViewCatalogue): Issue {
  const names = Object.entries(views).flatMap(([name, view]) => [name, ...(view.aliases ?? [])]);
  const alike = Object.entries(views).find(([, view]) => view.dtype === input.dtype && input.shape && fits(input.shape, view.shape))?.[0];
  const close = nearest(input.name, names) ?? alike;
  return {
    code: 'contract-input-unknown',
    message: `The model wants an input ${quote(input.name)} (${signatureText(input)}), which this challenge does not offer.`,
    subject: input.name,
    expected: catalogueText(views),
    got: `${quote(input.name)}, ${signatureText(input)}`,
    fix: `Rename the input to the view that it stands for${close ? `; did you mean ${quote(close)}?` : '.'} (input_names of torch.onnx.export)`,
  };
}

function noInput(views: ViewCatalogue): Issue {
  return {
    code: 'contract-input-unknown',
    message: 'The model takes no input, so it gives every sample the same answer.',
    expected: catalogueText(views),
    got: 'no input',
    fix: 'Export the model with at least one of the views as its input.',
  };
}

function unequalBatches(batches: ReadonlyMap<string, number>): Issue {
  const got = [...batches].map(([name, size]) => `${quote(name)}: ${size}`).join(', ');
  return {
    code: 'contract-input-shape',
    message: `The first axes of the inputs fix no common batch: ${got}.`,
    expected: 'a free first axis, or the same size of at least 1 on all inputs',
    got,
    fix: 'Export with a free first axis on every input (dynamic_axes).',
  };
}

const floating = new Set(['float16', 'float32', 'float64', 'unknown']);

function chooseOutput(outputs: readonly TensorSignature[], contracts: readonly OutputContract[]) {
  const possible = outputs
    .filter(({ dtype }) => floating.has(dtype))
    .flatMap((output) => {
      const pairs = contracts.map((contract) => ({ output, contract }));
      const exact = pairs.filter(({ contract }) => output.shape === null || fits(output.shape, contract.shape));
      const squeezed = pairs.filter(({ contract }) => output.shape?.at(-1) === 1 && fits(output.shape.slice(0, -1), contract.shape));
      return [...exact, ...squeezed];
    });
  return possible.find(({ output, contract }) => output.name === contract.name) ?? possible[0] ?? null;
}

function noOutput(outputs: readonly TensorSignature[], contracts: readonly OutputContract[]): Issue {
  const expected = contracts.map(({ name, shape }) => `${name} ${shapeText(shape)}`).join(' or ');
  const got = outputs.map((output) => `${quote(output.name)} ${signatureText(output)}`).join(', ');
  return {
    code: 'contract-output-mismatch',
    message: `No output of the model fits: it gives ${got || 'none'}; wanted is ${expected} of floats.`,
    subject: outputs[0]?.name,
    expected,
    got: got || 'no output',
    fix: 'End the model with one score per sample, or with the class probabilities in the order that the challenge states.',
  };
}

function fixedSize(output: TensorSignature | undefined): number | null {
  const size = output?.shape?.[0];
  return typeof size === 'number' && size > 0 ? size : null;
}

function shapeText(shape: Sizes): string {
  return `[${shape.map((size) => (typeof size === 'string' ? quote(size).slice(1, -1) : (size ?? '?'))).join(', ')}]`;
}

function signatureText({ dtype, shape }: TensorSignature): string {
  return `${dtype} ${shape ? shapeText(shape) : '(no shape)'}`;
}

function catalogueText(views: ViewCatalogue): string {
  return Object.entries(views)
    .map(([name, view]) => `${name} ${view.dtype} ${shapeText(view.shape)}`)
    .join('; ');
}
