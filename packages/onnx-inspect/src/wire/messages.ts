/** What is kept of an ONNX file: everything about its structure, nothing of its weights. */

/** A size, a symbol, or null where the file says nothing. */
export type Dimension = number | string | null;

export interface ValueType {
  /** 'float32', or for other than tensors 'sequence(float32)', 'map(int64, float32)', ... */
  dtype: string;
  /** Of a tensor; 0 for anything else. */
  elementType: number;
  shape: Dimension[] | null;
}

export interface ValueInfo {
  name: string;
  type: ValueType | null;
}

export interface TensorData {
  name: string;
  dims: number[];
  elementType: number;
  /** Where the raw bytes lie in the file. */
  raw: { start: number; end: number } | null;
  /** Entries in the typed fields. */
  counts: Record<'floats' | 'int32s' | 'int64s' | 'doubles' | 'uint64s' | 'strings', number>;
  /** The first few entries of the numeric typed fields. */
  head: number[];
  /** Present when the data are said to lie in another file. */
  external: { location: string | null } | null;
  /** False for the parts of a sparse tensor, whose `dims` are not those of the whole. */
  dense: boolean;
}

export interface Attribute {
  name: string;
  /** In a function body: the attribute of the calling node that is meant. */
  reference: string | null;
  int: number | null;
  float: number | null;
  text: string | null;
  ints: number[];
  floats: number[];
  /** How many texts it lists; they are not kept. */
  texts: number;
  tensors: TensorData[];
  graphs: Graph[];
}

export interface Node {
  name: string;
  operator: string;
  /** '' is ai.onnx. */
  domain: string;
  inputs: string[];
  outputs: string[];
  attributes: Attribute[];
}

export interface Graph {
  nodes: Node[];
  initializers: TensorData[];
  inputs: ValueInfo[];
  outputs: ValueInfo[];
  /** Shapes that the exporter noted for intermediate values. */
  notes: ValueInfo[];
}

/** A model-local function. */
export interface ModelFunction {
  domain: string;
  name: string;
  inputs: string[];
  outputs: string[];
  attributes: Attribute[];
  nodes: Node[];
  imports: OperatorSet[];
}

export interface OperatorSet {
  domain: string;
  version: number;
}

export interface Model {
  irVersion: number | null;
  producer: string | null;
  imports: OperatorSet[];
  graph: Graph | null;
  functions: ModelFunction[];
  /** Operators in all graphs and functions. */
  nodeCount: number;
}
