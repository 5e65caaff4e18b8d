import { typeset } from '@unblind/plots';

/** A text with its subscripts: 'eps_B' becomes an epsilon with the subscript B. */
export function Lowered({ text }: { text: string }) {
  return typeset(text).map((part, index) => (part.place === 'lowered' ? <sub key={index}>{part.text}</sub> : part.text));
}
