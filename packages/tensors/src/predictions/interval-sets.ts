import { ParticipantFault } from '@unblind/contracts';
import { TokenType, Tokenizer, TokenizerError } from '@streamparser/json';
import type { SourceFile } from '../files/source-file';
import { largestText } from './read-columns';

/** The columns of FAIR Universe's JSON and the names that its ingestion program gives them. */
const names = { mu_hats: 'muHats', p16: 'p16', p84: 'p84', delta_mu_hats: 'deltas' } as const;
type Column = (typeof names)[keyof typeof names];
const required: readonly Column[] = ['muHats', 'p16', 'p84'];

interface IntervalColumns {
  muHats: number[];
  p16: number[];
  p84: number[];
  /** If every set has them. */
  deltas?: number[];
}

interface Token {
  token: TokenType;
  value?: unknown;
}
/** A part of the grammar: takes tokens one by one and returns what it has read. */
type Reading<T> = Generator<undefined, T, Token>;

const expected = 'FAIR Universe’s JSON: { mu_hats, p16, p84 } for each set, or a list of them';
const unreadable = (message: string, fix: string) => new ParticipantFault('predictions-unreadable', { message, expected, fix });
const invalid = (why: string) =>
  unreadable(`The file is not valid JSON: ${why}.`, 'Write valid JSON: double quotes, and no comments, trailing commas, NaN or Infinity.');
const wrongForm = (where: string) =>
  unreadable(`The file does not have the expected form at ${where}.`, 'Write { mu_hats, p16, p84 } with numbers for each set.');

/**
 * Reads FAIR Universe's JSON, one set or a list of sets, as a stream. The number of experiments is known, so the file is refused at the
 * first number too many, and memory is bounded by that number. @throws ParticipantFault
 */
export async function readIntervalSets(file: SourceFile, experiments: number): Promise<IntervalColumns> {
  await refuseLonger(file, experiments);
  const sets = new IntervalSets(experiments);
  const reading = sets.document();
  reading.next();
  const at = { end: false };
  const tokenizer = new Tokenizer();
  tokenizer.onToken = (token) => {
    if (at.end) throw invalid('it goes on after its end');
    at.end = reading.next(token).done === true;
  };
  try {
    for await (const chunk of file.content()) tokenizer.write(chunk);
    if (!tokenizer.isEnded) tokenizer.end();
  } catch (error) {
    if (isNoText(error)) throw invalid('it is not UTF-8 text');
    throw error instanceof TokenizerError ? invalid(error.message.slice(0, 200)) : error;
  }
  if (!at.end) throw invalid('it ends too early');
  return sets.columns();
}

/** The decoder's own error about bytes within a string. */
const isNoText = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA';

async function refuseLonger(file: SourceFile, experiments: number): Promise<void> {
  const [most, size] = [largestText(experiments), await file.size()];
  if (size <= most) return;
  throw new ParticipantFault('file-too-large', {
    message: `The file has ${size} bytes; intervals for ${experiments} pseudo-experiments take no more than ${most}.`,
    expected: `at most ${most} bytes`,
    got: `${size} bytes`,
    fix: 'Send the lists mu_hats, p16, p84 and delta_mu_hats, and nothing else.',
  });
}

class IntervalSets {
  private readonly values: Record<Column, number[]> = { muHats: [], p16: [], p84: [], deltas: [] };
  private sets = 0;
  private setsWithDeltas = 0;

  constructor(private readonly experiments: number) {}

  columns(): IntervalColumns {
    const { muHats, p16, p84, deltas } = this.values;
    return { muHats, p16, p84, ...(this.setsWithDeltas === this.sets ? { deltas } : {}) };
  }

  *document(): Reading<void> {
    const { token } = yield;
    if (token === TokenType.LEFT_BRACE) return yield* this.set('');
    if (token !== TokenType.LEFT_BRACKET) throw wrongForm('its top level');
    yield* eachElement(TokenType.RIGHT_BRACKET, (first) => this.element(first));
    if (this.sets === 0) throw wrongForm('its top level');
  }

  private *element({ token }: Token): Reading<void> {
    if (token !== TokenType.LEFT_BRACE) throw wrongForm(String(this.sets));
    yield* this.set(`${this.sets}.`);
  }

  private *set(place: string): Reading<void> {
    const seen = new Set<string>();
    const member = (first: Token) => this.member(first, place, seen);
    yield* eachElement(TokenType.RIGHT_BRACE, member);
    const [missing] = Object.entries(names).flatMap(([name, column]) => (required.includes(column) && !seen.has(name) ? [name] : []));
    if (missing !== undefined) throw wrongForm(`${place}${missing}`);
    this.sets++;
    if (seen.has('delta_mu_hats')) this.setsWithDeltas++;
  }

  private *member({ token, value }: Token, place: string, seen: Set<string>): Reading<void> {
    if (token !== TokenType.STRING || typeof value !== 'string') throw invalid('a name is missing');
    if ((yield).token !== TokenType.COLON) throw invalid('a colon is missing');
    const start = yield;
    if (!isName(value)) return yield* skip(start);
    if (seen.has(value) || start.token !== TokenType.LEFT_BRACKET) throw wrongForm(`${place}${value}`);
    seen.add(value);
    const number = (entry: Token) => this.number(entry, place, value);
    yield* eachElement(TokenType.RIGHT_BRACKET, number);
  }

  private *number({ token, value }: Token, place: string, name: keyof typeof names): Reading<void> {
    const column = this.values[names[name]];
    if (token !== TokenType.NUMBER || typeof value !== 'number') throw wrongForm(`${place}${name}`);
    if (column.length === this.experiments)
      throw new ParticipantFault('predictions-length', {
        message: `The file holds more than ${this.experiments} values of ${name}; the split has ${this.experiments} pseudo-experiments.`,
        expected: `${this.experiments} intervals`,
        got: `more than ${this.experiments}`,
        fix: 'Give one interval for each pseudo-experiment, in their order.',
      });
    column.push(value);
  }
}

const isName = (name: string): name is keyof typeof names => Object.hasOwn(names, name);

/** Elements divided by commas, up to `end`. */
function* eachElement(end: TokenType, element: (first: Token) => Reading<void>): Reading<void> {
  let next = yield;
  if (next.token === end) return;
  for (;;) {
    yield* element(next);
    const { token } = yield;
    if (token === end) return;
    if (token !== TokenType.COMMA) throw invalid('a comma is missing');
    next = yield;
  }
}

/** Passes over a value that nobody asked for; only its brackets matter. */
function* skip(start: Token): Reading<void> {
  let depth = 0;
  for (let { token } = start; ; token = (yield).token) {
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) depth++;
    if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) depth--;
    if (depth <= 0) return;
  }
}
