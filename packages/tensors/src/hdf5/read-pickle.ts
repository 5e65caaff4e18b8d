/** The values that a supported pickle can hold. */
export type Plain = null | boolean | number | bigint | string | Plain[] | Map<Plain, Plain>;

export class PickleError extends Error {
  constructor(
    message: string,
    /** Bytes into the pickle. */
    readonly at: number,
  ) {
    super(`${message} at byte ${at}`);
    this.name = 'PickleError';
  }
}

const mark = Symbol('mark');
type Stacked = Plain | typeof mark;

/** Limits that suffice for the pickle of a few thousand column names. */
const largest = 16 * 1024 * 1024;

/**
 * Reads a pickle (protocol 0, as PyTables writes its attributes) of None, booleans, numbers, texts, lists, tuples and dictionaries.
 * Nothing is executed: each instruction that could name, build or call something is refused, as is everything unknown.
 *
 * @throws PickleError with the byte
 */
export function readPickle(pickle: string): Plain {
  if (pickle.length > largest) throw new PickleError(`a pickle of ${pickle.length} bytes is too large`, 0);
  return new PickleReader(pickle).read();
}

class PickleReader {
  private at = 0;
  private readonly stack: Stacked[] = [];
  private readonly memo = new Map<string, Plain>();

  constructor(private readonly text: string) {}

  read(): Plain {
    for (;;) {
      const operation = this.text[this.at++];
      if (operation === '.') return this.pop();
      if (operation === undefined) this.refuse('the pickle is cut off');
      this.step(operation);
    }
  }

  private step(operation: string): void {
    switch (operation) {
      case '(':
        this.stack.push(mark);
        return;
      case 'N':
        this.stack.push(null);
        return;
      case 'I':
        this.stack.push(this.integer(this.line()));
        return;
      case 'L':
        this.stack.push(this.big(this.line().replace(/L$/, '')));
        return;
      case 'F':
        this.stack.push(this.float(this.line()));
        return;
      case 'S':
        this.stack.push(this.quoted(this.line()));
        return;
      case 'V':
        this.stack.push(this.unescaped(this.line()));
        return;
      case 'p':
        this.memo.set(this.line(), this.top());
        return;
      case 'g':
        this.stack.push(this.recall(this.line()));
        return;
      case 'l':
      case 't':
        this.stack.push(this.sinceMark());
        return;
      case 'd':
        this.stack.push(this.dictionary(new Map(), this.sinceMark()));
        return;
      case 'a':
        this.append(this.pop());
        return;
      case 's':
        this.setItem();
        return;
      default:
        this.refuse(`the instruction '${operation}' is not of plain data`);
    }
  }

  private append(value: Plain): void {
    const list = this.top();
    if (!Array.isArray(list)) this.refuse('there is no list to append to');
    list.push(value);
  }

  private setItem(): void {
    const value = this.pop();
    const key = this.pop();
    const target = this.top();
    if (!(target instanceof Map)) this.refuse('there is no dictionary to set in');
    target.set(key, value);
  }

  private dictionary(map: Map<Plain, Plain>, items: Plain[]): Map<Plain, Plain> {
    for (let at = 0; at + 1 < items.length; at += 2) map.set(items[at]!, items[at + 1]!);
    return map;
  }

  private sinceMark(): Plain[] {
    const from = this.stack.lastIndexOf(mark);
    if (from < 0) this.refuse('there is no mark');
    const items = this.stack.splice(from).slice(1);
    return items.filter((item): item is Plain => item !== mark);
  }

  private pop(): Plain {
    const value = this.top();
    this.stack.pop();
    return value;
  }

  private top(): Plain {
    const value = this.stack.at(-1);
    if (value === undefined || value === mark) this.refuse('a value is missing');
    return value;
  }

  private recall(key: string): Plain {
    const value = this.memo.get(key);
    if (value === undefined) this.refuse(`there is no memo ${key}`);
    return value;
  }

  private line(): string {
    const end = this.text.indexOf('\n', this.at);
    if (end < 0) this.refuse('the pickle is cut off');
    const line = this.text.slice(this.at, end);
    this.at = end + 1;
    return line;
  }

  /** `I00` and `I01` are the booleans. */
  private integer(line: string): number | boolean {
    if (line === '00' || line === '01') return line === '01';
    if (!/^-?\d{1,15}$/.test(line)) this.refuse(`'${line}' is no integer`);
    return Number(line);
  }

  private big(line: string): bigint {
    if (!/^-?\d{1,40}$/.test(line)) this.refuse(`'${line}' is no integer`);
    return BigInt(line);
  }

  private float(line: string): number {
    const value = line === 'nan' ? NaN : Number(line.replace(/^(-?)inf$/, '$1Infinity'));
    if (Number.isNaN(value) && line !== 'nan') this.refuse(`'${line}' is no number`);
    return value;
  }

  /** Python 2's str: the names that such files hold have no escapes. */
  private quoted(line: string): string {
    const inner = /^(['"])([^\\]*)\1$/.exec(line)?.[2];
    if (inner === undefined) this.refuse('a text is not of plain characters');
    return inner;
  }

  private unescaped(line: string): string {
    return line.replace(/\\u([0-9a-fA-F]{4})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
  }

  private refuse(message: string): never {
    throw new PickleError(message, this.at);
  }
}
