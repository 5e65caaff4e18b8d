import { looksReserved } from './reserved-names';
import { Line, Paragraphs, findUnstorable } from './text';

const name = Line({ max: 20 });
const notes = Paragraphs({ max: 40 });
const messageOf = (shape: typeof name, text: string): string | undefined => shape.safeParse(text).error?.issues[0]?.message;

test('a line is normalised, trimmed, and has single spaces', () => {
  expect(name.parse(' Jose\u0301\u00a0\u2003 Saramago \n')).toBe('Jos\u00e9 Saramago');
  expect(name.parse('❤\ufe0f')).toBe('❤');
});

test.each(['', '  ', '\ufeff'])('%j is no name', (text) => expect(name.safeParse(text).success).toBe(false));

test('the length is that of what remains', () => {
  expect(name.parse(` ${'x'.repeat(20)} `)).toHaveLength(20);
  expect(name.safeParse('x'.repeat(21)).success).toBe(false);
});

test.each([
  ['\0', 'U+0000'],
  ['\x1b', 'U+001B'],
  ['\n', 'U+000A'],
  ['\u00ad', 'U+00AD'],
  ['\u034f', 'U+034F'],
  ['\u061c', 'U+061C'],
  ['\u115f', 'U+115F'],
  ['\u200b', 'U+200B'],
  ['\u200f', 'U+200F'],
  ['\u2028', 'U+2028'],
  ['\u202e', 'U+202E'],
  ['\u2060', 'U+2060'],
  ['\u2069', 'U+2069'],
  ['\u3164', 'U+3164'],
  ['\ufeff', 'U+FEFF'],
  ['\ud800', 'U+D800'],
  ['\u{e0041}', 'U+E0041'],
])('the unseen character %j is refused inside a line and named %s', (character, code) => {
  expect(messageOf(name, `a${character}b`)).toBe(`contains the invisible character ${code} after 1 characters; remove it`);
});

test.each(['Ада Лавлейс', '山田 花子', 'محمد', 'Ελένη', "O'Brien-Smith", 'ν = 2 ± 0.1 % → best', '🚀 net'])(
  'people write %s as it is',
  (text) => expect(name.parse(text)).toBe(text),
);

test('notes have lines and tabs, and nothing else that is unseen', () => {
  expect(notes.parse('\r\none\r\n\ttwo\r')).toBe('one\n\ttwo');
  expect(notes.parse('')).toBe('');
  expect(messageOf(notes, 'one\n\u202etwo')).toContain('U+202E');
  expect(messageOf(notes, 'one\0')).toContain('U+0000');
});

test.each(['Administrator', ' administrator ', 'Adm1n1strator', 'АDМIN', 'Ädmin', 'admin bot', 'UNB|IND', 'Unblind-Team', 'sуstem'])(
  '%s looks like a name of the platform',
  (text) => expect(looksReserved(text)).toBe(true),
);
test.each(['Ada', 'Adminda Ray', 'Rootham', 'Systema', 'Support Vector', 'Blind Ada', '李明', ''])('%j is free', (text) =>
  expect(looksReserved(text)).toBe(false),
);

test('text that a database cannot store is found wherever it is', () => {
  expect(findUnstorable({ a: [{ b: 'x\0' }] })).toEqual(['a', '0', 'b']);
  expect(findUnstorable({ a: { 'k\0': 1 } })).toEqual(['a', '"k\\u0000"']);
  expect(findUnstorable('\udfff')).toEqual([]);
  expect(findUnstorable({ a: [1, null, true, '😀', '\\u0000'] })).toBeNull();
});
