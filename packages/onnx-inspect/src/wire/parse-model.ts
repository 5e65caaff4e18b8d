import { Refusal } from '../issues';
import type { Attribute, Graph, Model, ModelFunction, Node, OperatorSet } from './messages';
import { parseSparseTensor, parseTensor } from './parse-tensor';
import { parseValueInfo } from './parse-type';
import type { WireReader } from './reader';

/** Longest attribute list that is kept; tree ensembles have far longer ones, of which only the presence matters. */
const mostListed = 4096;

export function emptyModel(): Model {
  return { irVersion: null, producer: null, imports: [], graph: null, functions: [], nodeCount: 0 };
}

/** ModelProto, filled in place, so that what was read before a Refusal can be told. */
export function parseModel(reader: WireReader, model: Model): void {
  const parser = new GraphParser(model, reader.budget.limits.nodes, reader.budget.limits.nesting);
  while (reader.next()) {
    switch (reader.field) {
      case 1:
        model.irVersion = reader.int64();
        break;
      case 2:
        model.producer = reader.string() || null;
        break;
      case 7:
        if (model.graph) throw new Refusal(secondGraph);
        model.graph = parser.graph(reader.message(), 0);
        break;
      case 8:
        model.imports.push(parseOperatorSet(reader.message()));
        break;
      case 25:
        model.functions.push(parser.function(reader.message()));
        break;
      default:
        reader.skip();
    }
  }
}

/** Protobuf would merge the two, and a reader that doesn't would check another model than the one that runs. */
const secondGraph = {
  code: 'onnx-invalid',
  message: 'The file holds two graphs.',
  expected: 'one graph',
  fix: 'Export the model again: two files may have been joined.',
} as const;

/** 'ai.onnx' is the long name of the default domain ''. */
const canonicalDomain = (domain: string): string => (domain === 'ai.onnx' ? '' : domain);

function parseOperatorSet(reader: WireReader): OperatorSet {
  const set: OperatorSet = { domain: '', version: 0 };
  while (reader.next()) {
    if (reader.field === 1) set.domain = canonicalDomain(reader.string());
    else if (reader.field === 2) set.version = reader.int64();
    else reader.skip();
  }
  return set;
}

class GraphParser {
  constructor(
    private readonly model: Model,
    private readonly mostNodes: number,
    private readonly deepest: number,
  ) {}

  graph(reader: WireReader, depth: number): Graph {
    if (depth > this.deepest) throw new Refusal(this.tooDeep());
    const graph: Graph = { nodes: [], initializers: [], inputs: [], outputs: [], notes: [] };
    while (reader.next()) {
      switch (reader.field) {
        case 1:
          graph.nodes.push(this.node(reader.message(), depth));
          break;
        case 5:
          graph.initializers.push(parseTensor(reader.message()));
          break;
        case 11:
          graph.inputs.push(parseValueInfo(reader.message()));
          break;
        case 12:
          graph.outputs.push(parseValueInfo(reader.message()));
          break;
        case 13:
          graph.notes.push(parseValueInfo(reader.message()));
          break;
        case 15:
          graph.initializers.push(...parseSparseTensor(reader.message()));
          break;
        default:
          reader.skip();
      }
    }
    return graph;
  }

  function(reader: WireReader): ModelFunction {
    const made: ModelFunction = { domain: '', name: '', inputs: [], outputs: [], attributes: [], nodes: [], imports: [] };
    while (reader.next()) {
      switch (reader.field) {
        case 1:
          made.name = reader.string();
          break;
        case 4:
          made.inputs.push(reader.string());
          break;
        case 5:
          made.outputs.push(reader.string());
          break;
        case 7:
          made.nodes.push(this.node(reader.message(), 0));
          break;
        case 9:
          made.imports.push(parseOperatorSet(reader.message()));
          break;
        case 10:
          made.domain = canonicalDomain(reader.string());
          break;
        case 11:
          made.attributes.push(this.attribute(reader.message(), 0));
          break;
        default:
          reader.skip();
      }
    }
    return made;
  }

  private node(reader: WireReader, depth: number): Node {
    if (++this.model.nodeCount > this.mostNodes) throw new Refusal(this.tooMany());
    const node: Node = { name: '', operator: '', domain: '', inputs: [], outputs: [], attributes: [] };
    while (reader.next()) {
      switch (reader.field) {
        case 1:
          node.inputs.push(reader.string());
          break;
        case 2:
          node.outputs.push(reader.string());
          break;
        case 3:
          node.name = reader.string();
          break;
        case 4:
          node.operator = reader.string();
          break;
        case 5:
          node.attributes.push(this.attribute(reader.message(), depth));
          break;
        case 7:
          node.domain = canonicalDomain(reader.string());
          break;
        default:
          reader.skip();
      }
    }
    return node;
  }

  private attribute(reader: WireReader, depth: number): Attribute {
    const made: Attribute = {
      name: '',
      reference: null,
      int: null,
      float: null,
      text: null,
      ints: [],
      floats: [],
      texts: 0,
      tensors: [],
      graphs: [],
    };
    while (reader.next()) {
      switch (reader.field) {
        case 1:
          made.name = reader.string();
          break;
        case 2:
          made.float = reader.float32();
          break;
        case 3:
          made.int = reader.int64();
          break;
        case 4:
          made.text = shortText(reader);
          break;
        case 5:
        case 10:
          made.tensors.push(parseTensor(reader.message()));
          break;
        case 6:
        case 11:
          made.graphs.push(this.graph(reader.message(), depth + 1));
          break;
        case 7:
          reader.reals(4, mostListed, (value) => made.floats.length < mostListed && made.floats.push(value));
          break;
        case 8:
          reader.int64s(mostListed, (value) => made.ints.length < mostListed && made.ints.push(value));
          break;
        case 9:
          made.texts++;
          reader.skip();
          break;
        case 21:
          made.reference = reader.string() || null;
          break;
        case 22:
        case 23:
          made.tensors.push(...parseSparseTensor(reader.message()));
          break;
        default:
          reader.skip();
      }
    }
    return made;
  }

  private tooMany() {
    return {
      code: 'onnx-too-complex',
      message: `The model has more than ${this.mostNodes.toLocaleString('en')} operators.`,
      expected: `at most ${this.mostNodes.toLocaleString('en')} operators`,
      fix: 'Simplify the graph, for example with onnxsim; unrolled loops are the usual cause.',
    } as const;
  }

  private tooDeep() {
    return {
      code: 'onnx-too-complex',
      message: `If, Loop and Scan bodies are nested more than ${this.deepest} deep.`,
      expected: `at most ${this.deepest} levels`,
      fix: 'Flatten the control flow of the model.',
    } as const;
  }
}

/** A string attribute is an option such as "SAME_UPPER"; tokenisers store whole vocabularies, which nobody needs here. */
function shortText(reader: WireReader): string | null {
  const [start, end] = reader.range();
  return end - start > 256 ? null : new TextDecoder().decode(reader.bytes.subarray(start, end));
}
