/** 'eps_B', as scorers write it, and 'ε_B' alike: epsilon with B lowered. */
function parts(text: string): { text: string; lowered: boolean }[] {
  return text
    .replace(/\beps_/g, 'ε_')
    .split(/(?<=ε|ECE)_(\w)/)
    .map((part, index) => ({ text: part, lowered: index % 2 === 1 }));
}

/** A text with its subscripts. */
export function Lowered({ text }: { text: string }) {
  return parts(text).map((part, index) => (part.lowered ? <sub key={index}>{part.text}</sub> : part.text));
}

/** The same inside an SVG text. */
export function LoweredSvg({ text }: { text: string }) {
  return parts(text).map((part, index) =>
    part.lowered ? (
      <tspan key={index} dy="0.25em" fontSize="0.75em">
        {part.text}
      </tspan>
    ) : (
      <tspan key={index} dy={index > 0 ? '-0.19em' : undefined}>
        {part.text}
      </tspan>
    ),
  );
}
