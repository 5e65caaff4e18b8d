import { elementType } from '../element-types';
import { quote, type Findings } from '../issues';
import type { TensorData } from '../wire/messages';
import { highestRank } from '../wire/parse-tensor';
import type { HeldTensor } from './each-body';

/** Checks that all data lie in the file itself. Returns the locations of external data. */
export function checkExternalData(tensors: readonly HeldTensor[], findings: Findings): string[] {
  const locations = new Set<string>();
  for (const { tensor } of tensors) {
    if (!tensor.external) continue;
    const location = tensor.external.location ?? '(no location)';
    if (!locations.has(location)) {
      findings.refuse({
        code: 'onnx-external-data',
        message: `The data of tensor ${quote(tensor.name)} are in another file, ${quote(location)}.`,
        subject: tensor.name,
        expected: 'one file that holds its weights',
        got: `external data at ${quote(location)}`,
        fix: 'Save the model as one file: onnx.save(model, path, save_as_external_data=False); for torch.onnx.export, external_data=False.',
      });
    }
    locations.add(location);
  }
  return [...locations];
}

/** Checks that sizes are valid and match the amount of stored data. */
export function checkTensors(tensors: readonly HeldTensor[], findings: Findings): void {
  for (const { tensor, holder } of tensors) {
    const name = tensor.name || holder?.name || holder?.operator || '';
    const wrong = whatIsWrong(tensor);
    if (!wrong) continue;
    findings.refuse({
      code: 'onnx-invalid',
      message: `The stored tensor ${quote(name)} is broken: ${wrong.got}.`,
      subject: name,
      ...wrong,
      fix: 'Export the model again; the file may have been damaged or edited.',
    });
  }
}

function whatIsWrong(tensor: TensorData): { expected: string; got: string } | null {
  const type = elementType(tensor.elementType);
  if (!type) return { expected: 'a known element type', got: `element type ${tensor.elementType}` };
  if (tensor.dims.length > highestRank) return { expected: `at most ${highestRank} axes`, got: 'more axes' };
  if (tensor.dims.some((size) => size < 0))
    return { expected: 'sizes of 0 or more', got: `a negative size in [${tensor.dims.join(', ')}]` };
  if (tensor.external) return null;
  const elements = elementsOf(tensor);
  const shape = `shape [${tensor.dims.join(', ')}] of ${type.name}`;
  if (tensor.raw && type.field !== 'strings') {
    const expected = Math.ceil((elements * type.bits) / 8);
    const got = tensor.raw.end - tensor.raw.start;
    return got === expected ? null : { expected: `${expected} bytes for ${shape}`, got: `${got} bytes of data for ${shape}` };
  }
  const expected = Math.ceil(elements * type.perElement);
  const got = tensor.counts[type.field];
  return got === expected ? null : { expected: `${expected} values for ${shape}`, got: `${got} values for ${shape}` };
}

export function elementsOf(tensor: TensorData): number {
  return tensor.dims.reduce((product, size) => product * size, 1);
}

/** The actual size of the tensor's data in bytes, as raw data. */
export function storedBytes(tensor: TensorData): number {
  if (tensor.raw) return tensor.raw.end - tensor.raw.start;
  const type = elementType(tensor.elementType);
  return type ? Math.ceil((tensor.counts[type.field] / type.perElement) * (type.bits / 8)) : 0;
}
