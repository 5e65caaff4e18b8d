/** Names that only the platform and those who run it bear. */
const reserved = ['admin', 'administrator', 'moderator', 'organiser', 'organizer', 'root', 'support', 'system', 'unblind'];

/** What looks like a Latin letter: letters of other scripts, after decomposition and in lower case, digits and signs. */
const lookalikes: Readonly<Record<string, string>> = {
  a: 'аα4@',
  b: 'вβ',
  c: 'с',
  d: 'ԁ',
  e: 'еε3',
  h: 'һн',
  i: 'іιıӏ1|!l',
  j: 'ј',
  k: 'кκ',
  m: 'мμ',
  n: 'νո',
  o: 'оοօ0',
  p: 'рρ',
  s: 'ѕ5$',
  t: 'тτ7',
  u: 'υսᴜ',
  x: 'хχ',
  y: 'у',
};
const latinOf = new Map(Object.entries(lookalikes).flatMap(([latin, others]) => Array.from(others, (other) => [other, latin] as const)));

/** What a name looks like at a glance: without accents, case, spaces and signs, in Latin letters. */
function skeleton(name: string): string {
  const plain = name.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  return plain.replace(/./gu, (letter) => latinOf.get(letter) ?? letter).replace(/[^\p{L}\p{N}]/gu, '');
}

const names = reserved.map(skeleton);
const firstWords = ['admin', 'administrator', 'unblind'].map(skeleton);

/** True for a name that people would take for the platform's own: 'Administrator', 'Аdmin' with a Cyrillic letter, 'Unblind team'. */
export function looksReserved(name: string): boolean {
  const [first = ''] = name.trim().split(/[\s\-_.:]/u);
  return names.includes(skeleton(name)) || firstWords.includes(skeleton(first));
}
