const identifiers: readonly (readonly [RegExp, (id: string) => string])[] = [
  [/^arXiv:(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+\/\d{7})/i, (id) => `https://arxiv.org/abs/${id}`],
  [/^doi:(10\.[^\s,;]+)/i, (id) => `https://doi.org/${id}`],
  [/^(https?:\/\/[^\s,;]+)/, (id) => id],
];

/** The identifier at the start of a source, and the URL to link it to; null if the source has no known identifier. */
export function linkOf(source: string): { identifier: string; href: string | null } {
  for (const [pattern, address] of identifiers) {
    const [identifier, id] = pattern.exec(source) ?? [];
    if (identifier && id) return { identifier, href: address(id) };
  }
  return { identifier: source, href: null };
}
