import type { TensorData } from './messages';
import type { WireReader } from './reader';

/** Longest constant whose values are followed through shape computations. */
export const mostValues = 64;

/** No operator knows what to do with more axes; one more is kept, so that the excess can be told. */
export const highestRank = 64;

/** TensorProto. Raw data are located, not copied. */
export function parseTensor(reader: WireReader): TensorData {
  const tensor: TensorData = {
    name: '',
    dims: [],
    elementType: 0,
    raw: null,
    counts: { floats: 0, int32s: 0, int64s: 0, doubles: 0, uint64s: 0, strings: 0 },
    head: [],
    external: null,
    dense: true,
  };
  const keep = (value: number): void => {
    if (tensor.head.length < mostValues) tensor.head.push(value);
  };
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        reader.int64s(highestRank + 1, (size) => tensor.dims.length <= highestRank && tensor.dims.push(size));
        break;
      case 2:
        tensor.elementType = reader.int64();
        break;
      case 4:
        tensor.counts.floats += reader.reals(4, mostValues, keep);
        break;
      case 5:
        tensor.counts.int32s += reader.int64s(mostValues, keep);
        break;
      case 6:
        reader.range();
        tensor.counts.strings += 1;
        break;
      case 7:
        tensor.counts.int64s += reader.int64s(mostValues, keep);
        break;
      case 8:
        tensor.name = reader.string();
        break;
      case 9: {
        const [start, end] = reader.range();
        tensor.raw = { start, end };
        break;
      }
      case 10:
        tensor.counts.doubles += reader.reals(8, mostValues, keep);
        break;
      case 11:
        tensor.counts.uint64s += reader.int64s(mostValues, keep);
        break;
      case 13:
        tensor.external ??= { location: null };
        readLocation(reader.message(), tensor.external);
        break;
      case 14:
        if (reader.int64() === 1) tensor.external ??= { location: null };
        break;
      default:
        reader.skip();
    }
  }
  return tensor;
}

/** SparseTensorProto: its values, which bear the name, and its indices, each as a tensor of its own. */
export function parseSparseTensor(reader: WireReader): TensorData[] {
  const parts: TensorData[] = [];
  while (reader.next()) {
    if (reader.field === 1 || reader.field === 2) parts.push({ ...parseTensor(reader.message()), dense: false });
    else reader.skip();
  }
  return parts;
}

/** One key and value of `external_data`; only the location matters, since external data are refused. */
function readLocation(entry: WireReader, external: { location: string | null }): void {
  let key = '';
  let value = '';
  while (entry.next()) {
    if (entry.field === 1) key = entry.string();
    else if (entry.field === 2) value = entry.string();
    else entry.skip();
  }
  if (key === 'location') external.location = value;
}
