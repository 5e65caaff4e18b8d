import { ProtobufWriter } from '../../challenges/onnx-writer/protobuf';

/** Graphs inside graphs, byte by byte: field numbers are those of onnx.proto. */
const float32 = 1;
const int64 = 7;
const bool = 9;

function value(name: string, type: number, ...shape: (string | number)[]): ProtobufWriter {
  const dimensions = new ProtobufWriter();
  for (const size of shape)
    dimensions.message(1, typeof size === 'string' ? new ProtobufWriter().string(2, size) : new ProtobufWriter().integer(1, size));
  const tensor = new ProtobufWriter().integer(1, type).message(2, dimensions);
  return new ProtobufWriter().string(1, name).message(2, new ProtobufWriter().message(1, tensor));
}

function node(operator: string, inputs: readonly string[], output: string, graphs: Record<string, ProtobufWriter> = {}): ProtobufWriter {
  const made = new ProtobufWriter();
  for (const input of inputs) made.string(1, input);
  made.string(2, output).string(4, operator);
  for (const [name, graph] of Object.entries(graphs))
    made.message(5, new ProtobufWriter().string(1, name).message(6, graph).integer(20, 5));
  return made;
}

function model(graph: ProtobufWriter): Uint8Array {
  return new ProtobufWriter().integer(1, 8).message(7, graph).message(8, new ProtobufWriter().string(1, '').integer(2, 17)).finish();
}

const yes = () => new ProtobufWriter().integer(2, bool).string(8, 'yes').bytes(9, Uint8Array.of(1));

/** Adds to the numbers as long as a condition holds, which is always. */
export function endlessLoop(): Uint8Array {
  const body = new ProtobufWriter()
    .message(1, node('Identity', ['on'], 'still_on'))
    .message(1, node('Tanh', ['v'], 'w'))
    .string(2, 'body')
    .message(11, value('i', int64))
    .message(11, value('on', bool))
    .message(11, value('v', float32, 'N'))
    .message(12, value('still_on', bool))
    .message(12, value('w', float32, 'N'));
  const graph = new ProtobufWriter()
    .message(
      1,
      node('ReduceMean', ['x'], 'numbers')
        .message(5, ints('axes', [1]))
        .message(5, integer('keepdims', 0)),
    )
    .message(1, node('Loop', ['', 'yes', 'numbers'], 'score', { body }))
    .string(2, 'endless')
    .message(5, yes())
    .message(11, value('x', float32, 'N', 4))
    .message(12, value('score', float32, 'N'));
  return model(graph);
}

/** If inside If inside If. */
export function deepIf(depth: number): Uint8Array {
  let inner = branch(node('Identity', ['numbers'], 'r0'), 'r0');
  for (let level = 1; level <= depth; level++) {
    const other = branch(node('Identity', ['numbers'], `e${level}`), `e${level}`);
    inner = branch(node('If', ['yes'], `r${level}`, { then_branch: inner, else_branch: other }), `r${level}`);
  }
  const other = branch(node('Identity', ['numbers'], 'e'), 'e');
  const graph = new ProtobufWriter()
    .message(
      1,
      node('ReduceMean', ['x'], 'numbers')
        .message(5, ints('axes', [1]))
        .message(5, integer('keepdims', 0)),
    )
    .message(1, node('If', ['yes'], 'score', { then_branch: inner, else_branch: other }))
    .string(2, 'deep')
    .message(5, yes())
    .message(11, value('x', float32, 'N', 4))
    .message(12, value('score', float32, 'N'));
  return model(graph);
}

function branch(only: ProtobufWriter, output: string): ProtobufWriter {
  return new ProtobufWriter()
    .message(1, only)
    .string(2, 'branch')
    .message(12, value(output, float32, 'N'));
}

const integer = (name: string, number: number) => new ProtobufWriter().string(1, name).integer(3, number).integer(20, 2);

function ints(name: string, numbers: readonly number[]): ProtobufWriter {
  const made = new ProtobufWriter().string(1, name);
  for (const number of numbers) made.integer(8, number);
  return made.integer(20, 7);
}
