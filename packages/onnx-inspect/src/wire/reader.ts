import { Refusal } from '../issues';
import type { InspectLimits } from '../limits';

/** The remaining budget of an inspection, shared by all readers of one file. */
export class Budget {
  private records: number;
  private fields: number;
  private kept: number;

  constructor(readonly limits: InspectLimits) {
    this.records = limits.records;
    this.fields = limits.fields;
    this.kept = limits.keptBytes;
  }

  spendField(): void {
    if (--this.fields < 0) throw tooComplex('fields', this.limits.fields);
  }

  spendRecord(keptBytes = 0): void {
    if (--this.records < 0) throw tooComplex('parts', this.limits.records);
    this.spendKept(keptBytes);
  }

  spendKept(bytes: number): void {
    this.kept -= bytes;
    if (this.kept < 0) throw tooComplex('bytes of names and small constants', this.limits.keptBytes);
  }
}

function tooComplex(what: string, limit: number): Refusal {
  return new Refusal({
    code: 'onnx-too-complex',
    message: `The file describes more than ${limit.toLocaleString('en')} ${what}.`,
    expected: `at most ${limit.toLocaleString('en')} ${what}`,
    fix: 'Simplify the graph, for example with onnxsim, and export it again.',
  });
}

const decoder = new TextDecoder('utf-8');

/**
 * Reads one protobuf message in place. Every length is checked against the end of its message before it is used,
 * nothing is allocated from a size that the file claims, and no field is copied but short strings.
 * Throws Refusal, with `file-truncated` where the outermost message runs past the end of the file.
 */
export class WireReader {
  /** Of the field that `next` has found. */
  field = 0;
  private wireType = 0;
  private low = 0;
  private high = 0;
  private readonly view: DataView;

  position: number;
  private readonly end: number;

  /** @param part of the file that a message within another one takes up; null: the whole file is the message */
  constructor(
    readonly bytes: Uint8Array,
    readonly budget: Budget,
    private readonly part: readonly [start: number, end: number] | null = null,
  ) {
    [this.position, this.end] = part ?? [0, bytes.length];
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Moves to the next field; false at the end of the message. */
  next(): boolean {
    if (this.position >= this.end) return false;
    this.budget.spendField();
    const key = this.varint();
    this.field = Math.floor(key / 8);
    this.wireType = key % 8;
    if (this.field < 1 || this.field >= 2 ** 29) this.invalid(`field number ${this.field}`);
    return true;
  }

  /** An int64 as a number: exact up to 2^53, its sign always right. */
  int64(): number {
    this.require(0);
    this.varint();
    return (this.high | 0) * 2 ** 32 + this.low;
  }

  float32(): number {
    this.require(5);
    return this.view.getFloat32(this.take(4), true);
  }

  string(): string {
    const [start, end] = this.range();
    this.budget.spendRecord(end - start);
    return decoder.decode(this.bytes.subarray(start, end));
  }

  message(): WireReader {
    const part = this.range();
    this.budget.spendRecord();
    return new WireReader(this.bytes, this.budget, part);
  }

  /** Where a length-delimited field lies in the file. */
  range(): [start: number, end: number] {
    this.require(2);
    const length = this.varint();
    const start = this.take(length);
    return [start, start + length];
  }

  /** Every entry of a repeated int64 or int32 field, packed or not. Returns how many there were; `each` sees the first `keep`. */
  int64s(keep: number, each: (value: number) => void): number {
    if (this.wireType === 0) {
      this.budget.spendKept(8);
      each(this.int64());
      return 1;
    }
    const part = this.range();
    this.budget.spendRecord();
    const packed = new WireReader(this.bytes, this.budget, part);
    let count = 0;
    while (packed.position < packed.end) {
      packed.varint();
      if (count++ >= keep) continue;
      this.budget.spendKept(8);
      each((packed.high | 0) * 2 ** 32 + packed.low);
    }
    return count;
  }

  /** As `int64s`, for a repeated float or double field. */
  reals(width: 4 | 8, keep: number, each: (value: number) => void): number {
    const read = (at: number): number => (width === 4 ? this.view.getFloat32(at, true) : this.view.getFloat64(at, true));
    if (this.wireType !== 2) {
      this.require(width === 4 ? 5 : 1);
      this.budget.spendKept(8);
      each(read(this.take(width)));
      return 1;
    }
    const [start, end] = this.range();
    const count = (end - start) / width;
    if (!Number.isInteger(count)) this.invalid('a list of numbers that ends in the middle of one');
    const kept = Math.min(count, keep);
    this.budget.spendKept(8 * kept);
    for (let i = 0; i < kept; i++) each(read(start + i * width));
    return count;
  }

  skip(): void {
    if (this.wireType === 0) this.varint();
    else if (this.wireType === 1) this.take(8);
    else if (this.wireType === 2) this.range();
    else if (this.wireType === 5) this.take(4);
    else this.invalid(`wire type ${this.wireType}`);
  }

  private require(wireType: number): void {
    if (this.wireType !== wireType) this.invalid(`wire type ${this.wireType} where ${wireType} belongs`);
  }

  private take(length: number): number {
    const start = this.position;
    if (length > this.end - start) this.runOut();
    this.position = start + length;
    return start;
  }

  /** Sets `low` and `high`, the two unsigned halves; returns the unsigned value, exact up to 2^53. */
  private varint(): number {
    let low = 0;
    let high = 0;
    for (let i = 0; i < 10; i++) {
      if (this.position >= this.end) this.runOut();
      const byte = this.bytes[this.position++] ?? 0;
      const payload = byte & 0x7f;
      if (i < 4) low |= payload << (7 * i);
      else if (i === 4) {
        low |= payload << 28;
        high = payload >> 4;
      } else high |= payload << (7 * i - 32);
      if (byte < 0x80) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        return this.high * 2 ** 32 + this.low;
      }
    }
    return this.invalid('a number of more than 64 bits');
  }

  private runOut(): never {
    if (this.part) this.invalid('a part that is longer than what holds it');
    throw new Refusal({
      code: 'file-truncated',
      message: `The file ends at byte ${this.bytes.length}, in the middle of the model.`,
      expected: 'a whole ONNX file',
      got: `${this.bytes.length} bytes, and more announced`,
      fix: 'Copy or download the file again, and compare its size and sha256 with the original.',
    });
  }

  private invalid(what: string): never {
    throw new Refusal({
      code: 'onnx-invalid',
      message: `The file is not valid protobuf: ${what} near byte ${this.position}.`,
      expected: 'an ONNX ModelProto',
      got: what,
      fix: 'Export the model again, and check it with onnx.checker.check_model.',
    });
  }
}
