import type { Attribute, Node, TensorData } from '../wire/messages';
import { axisOf, unknown, type Known, type Size } from './known';

/** One operator with what is known of its inputs; the view of a node that the rules work on. */
export class Call {
  constructor(
    readonly node: Node,
    private readonly given: readonly (Known | undefined)[],
    private readonly attributes: ReadonlyMap<string, Attribute>,
    readonly constantOf: (tensor: TensorData) => Known,
  ) {}

  get inputCount(): number {
    return this.given.length;
  }

  get outputCount(): number {
    return this.node.outputs.length;
  }

  has(index: number): boolean {
    return this.given[index] !== undefined;
  }

  input(index: number): Known {
    return this.given[index] ?? unknown;
  }

  shape(index: number): readonly Size[] | null {
    return this.input(index).shape;
  }

  rank(index: number): number | null {
    return this.shape(index)?.length ?? null;
  }

  int(name: string, otherwise: number): number {
    return this.attributes.get(name)?.int ?? otherwise;
  }

  float(name: string): number | null {
    return this.attributes.get(name)?.float ?? null;
  }

  ints(name: string): readonly number[] | null {
    const attribute = this.attributes.get(name);
    return attribute ? attribute.ints : null;
  }

  reals(name: string): readonly number[] | null {
    return this.attributes.get(name)?.floats ?? null;
  }

  text(name: string): string | null {
    return this.attributes.get(name)?.text ?? null;
  }

  tensor(name: string): Known | null {
    const tensor = this.attributes.get(name)?.tensors[0];
    return tensor ? this.constantOf(tensor) : null;
  }

  attribute(name: string): Attribute | undefined {
    return this.attributes.get(name);
  }

  /** Integers given as an input in newer opsets and as an attribute in older ones. Null: neither; undefined: an input not known. */
  list(index: number, name: string): readonly number[] | null | undefined {
    if (!this.has(index)) return this.ints(name);
    const values = this.input(index).values;
    return values?.every((value) => value !== null) ? values : undefined;
  }

  /** The attribute `axis` as an index into the shape of input `of`. */
  axis(otherwise: number, of = 0): number | null {
    const rank = this.rank(of);
    return rank === null ? null : axisOf(this.int('axis', otherwise), rank);
  }
}

/** How one operator shapes its outputs, and what one call of it costs in floating-point operations. */
export interface Rule {
  outputs(call: Call): Known[];
  /** Null: not known because a shape is not known. */
  flops(call: Call, outputs: readonly Known[]): Size;
  /** True if its cost is never known, whatever the shapes. */
  isUncounted?: true;
}

export type Rules = Readonly<Record<string, Rule>>;

/** The same rule for several operators. */
export function each(names: string, rule: Rule): Record<string, Rule> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, rule]));
}

export const free = (): number => 0;
