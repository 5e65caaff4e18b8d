import {
  nearest,
  outputWidth,
  type BoundContract,
  type ContractBinding,
  type Inspection,
  type OutputContract,
  type TensorSignature,
  type View,
  type ViewCatalogue,
} from '@unblind/contracts';
import { chooseOutput, noOutput } from './bind-output';
import { quote, type Issue } from './issues';
import { catalogueText, shapeText, signatureText, viewFits, type Sizes } from './sizes';

/**
 * Binds a graph to a challenge: each input to the view whose name or alias it bears, and one output to an output
 * contract. A graph may take any of the views, of rows or of sets, not both. Sizes must agree where both sides fix them; a
 * symbol or an unknown size fits anything; the first axis of a view of rows is the batch, free or fixed, and the free axes of a
 * view of sets stay free.
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
    const wrong = wrongType(input, name, view) ?? wrongShape(input, name, view, views);
    if (wrong) issues.push(wrong);
    return [{ input: input.name, view: name }];
  });
  if (inspection.inputs.length === 0) issues.push(noInput(views));
  const bound = inputs.flatMap(({ view }) => views[view] ?? []);
  if (new Set(bound.map(({ per }) => per)).size > 1) issues.push(mixed(inputs, views));
  const takesSets = bound[0]?.per === 'set';
  const batches = new Map(
    takesSets ? [] : inspection.inputs.flatMap(({ name, shape }) => (typeof shape?.[0] === 'number' ? [[name, shape[0]] as const] : [])),
  );
  const [first, ...others] = batches.values();
  if (others.some((batch) => batch !== first) || first === 0) issues.push(unequalBatches(batches));
  const output = chooseOutput(inspection.outputs, outputs, bound);
  if (!output) issues.push(noOutput(inspection.outputs, outputs, bound));
  return {
    ok: issues.length === 0,
    issues,
    inputs,
    output: output && {
      name: output.output.name,
      ...boundTo(output.contract),
      ...(output.otherwise.length > 0 ? { otherwise: output.otherwise.map(boundTo) } : {}),
    },
    fixedBatch: takesSets ? null : (first ?? fixedSize(output?.output)),
  };
}

const boundTo = (contract: OutputContract): BoundContract => ({
  contract: contract.name,
  select: contract.select ?? null,
  width: outputWidth(contract),
});

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

function wrongShape(input: TensorSignature, name: string, view: View, views: ViewCatalogue): Issue | null {
  if (!input.shape || viewFits(input.shape, view)) return null;
  const foreign = otherFeatures(input.shape, view);
  if (foreign) return ofAnotherTask(input, name, view, { ...foreign, views });
  return {
    code: 'contract-input-shape',
    message: `Input ${quote(input.name)} wants ${shapeText(input.shape)}; the view ${quote(name)} is ${shapeText(view.shape)}.`,
    subject: input.name,
    expected: shapeText(view.shape),
    got: shapeText(input.shape),
    fix: `Export the model with an example input of shape ${shapeText(view.shape)}, ${freeAxes(name, view)}.`,
  };
}

/** The axis along which a view names its entries, where the input wants another number of them. */
function otherFeatures(shape: Sizes, { shape: offered, axes = [] }: View): { wanted: number; names: readonly string[] } | null {
  const axis = offered.findIndex((size, at) => at > 0 && size === axes.length);
  const wanted = axis < 0 || shape.length !== offered.length ? undefined : shape[axis];
  return typeof wanted === 'number' && wanted !== axes.length ? { wanted, names: axes } : null;
}

/** No export can mend a network that was trained on other features. */
function ofAnotherTask(
  input: TensorSignature,
  name: string,
  view: View,
  { wanted, names, views }: { wanted: number; names: readonly string[]; views: ViewCatalogue },
): Issue {
  return {
    code: 'contract-input-shape',
    message: `Input ${quote(input.name)} wants ${wanted} features; the view ${quote(name)} has ${names.length}: ${names.join(', ')}.`,
    subject: input.name,
    expected: shapeText(view.shape),
    got: input.shape ? shapeText(input.shape) : 'no shape',
    fix: `The model was trained on the input of another tagger or task. Train it on views of this challenge: ${catalogueText(views)}.`,
  };
}

function freeAxes(name: string, { shape, per }: View): string {
  const axes = shape.flatMap((size, axis) => ((axis === 0 || per === 'set') && typeof size === 'string' ? [[axis, size] as const] : []));
  const names = axes.map(([, size]) => size).join(' and ');
  return `${names} being free (dynamic_axes={"${name}": {${axes.map(([axis, size]) => `${axis}: "${size}"`).join(', ')}}})`;
}

function unknownInput(input: TensorSignature, views: ViewCatalogue): Issue {
  // A name is no hint to a view that can hold nothing of the kind.
  const possible = Object.entries(views).filter(
    ([, view]) => view.dtype === input.dtype && (!input.shape || input.shape.length === view.shape.length),
  );
  const fits = possible.filter(([, view]) => input.shape && viewFits(input.shape, view));
  const namesOf = (some: typeof possible) => some.flatMap(([name, view]) => [name, ...(view.aliases ?? [])]);
  const near = (input.shape && nearest(input.name, namesOf(fits))) ?? nearest(input.name, namesOf(possible));
  const close = near ?? fits[0]?.[0];
  return {
    code: 'contract-input-unknown',
    message: `The model wants an input ${quote(input.name)} (${signatureText(input)}), which this challenge does not offer.`,
    subject: input.name,
    expected: catalogueText(views),
    got: `${quote(input.name)}, ${signatureText(input)}`,
    fix: close
      ? `Rename the input to the view that it stands for; did you mean ${quote(close)}? (input_names of torch.onnx.export)`
      : noViewLike(input),
  };
}

function noViewLike({ shape, dtype, name }: TensorSignature): string {
  if (shape?.length === 0 || dtype === 'bool')
    return `Give the input ${quote(name)} a default (an initialiser of its name), or export for inference: model.eval() in PyTorch, training=False in Keras.`;
  return 'No view of this challenge is of this type and shape: the model was made for other inputs. Train it on one of the views, and name its input after it.';
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

function mixed(inputs: readonly { input: string; view: string }[], views: ViewCatalogue): Issue {
  const got = inputs.map(
    ({ input, view }) => `${quote(input)} (one tensor for each ${views[view]?.per === 'set' ? 'set' : 'batch of rows'})`,
  );
  return {
    code: 'contract-input-shape',
    message: `The model takes rows and sets at once: ${got.join(', ')}.`,
    expected: 'views of rows only, or views of sets only',
    got: got.join(', '),
    fix: "Use the views of one kind; the challenge's page says of each whether it is of rows or of sets.",
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

function fixedSize(output: TensorSignature | undefined): number | null {
  const size = output?.shape?.[0];
  return typeof size === 'number' && size > 0 ? size : null;
}
