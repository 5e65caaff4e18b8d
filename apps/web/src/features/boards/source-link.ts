const identifiers: readonly (readonly [RegExp, (id: string) => string])[] = [
  [/^arXiv:(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+\/\d{7})/i, (id) => `https://arxiv.org/abs/${id}`],
  [/^doi:(10\.[^\s,;]+)/i, (id) => `https://doi.org/${id}`],
  [/^(https?:\/\/[^\s,;]+)/, (id) => id],
];

/** The identifier that a source begins with, and where it leads; null where it leads nowhere. */
export function linkOf(source: string): { identifier: string; href: string | null } {
  for (const [pattern, address] of identifiers) {
    const [identifier, id] = pattern.exec(source) ?? [];
    if (identifier && id) return { identifier, href: address(id) };
  }
  return { identifier: source, href: null };
}
