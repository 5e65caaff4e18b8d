/** Downhill simplex without derivatives (Nelder and Mead 1965): slow, and nothing like Newton's method. For tests. */
export function nelderMead(f: (x: readonly number[]) => number, start: readonly number[], step: number): { x: number[]; value: number } {
  let best = search(f, start, step);
  // Starting again from the result frees a simplex that has collapsed.
  for (let restart = 0; restart < 4; restart++) best = search(f, best.x, step / 10);
  return best;
}

function search(f: (x: readonly number[]) => number, start: readonly number[], step: number): { x: number[]; value: number } {
  const vertex = (x: readonly number[]) => ({ x: [...x], value: f(x) });
  const simplex = [vertex(start), ...start.map((_, k) => vertex(start.map((value, i) => (i === k ? value + step : value))))];
  const ordered = () => simplex.sort((a, b) => a.value - b.value);
  for (let iteration = 0; iteration < 4000; iteration++) {
    ordered();
    const [first, worst] = [simplex[0]!, simplex.at(-1)!];
    if (worst.value - first.value < 1e-14) break;
    const others = simplex.slice(0, -1);
    const centre = first.x.map((_, k) => others.reduce((sum, { x }) => sum + x[k]!, 0) / others.length);
    const along = (factor: number) => vertex(centre.map((c, k) => c + factor * (worst.x[k]! - c)));
    const reflected = along(-1);
    let replacement = reflected;
    if (reflected.value < first.value) {
      const expanded = along(-2);
      if (expanded.value < reflected.value) replacement = expanded;
    } else if (reflected.value >= others.at(-1)!.value) {
      replacement = along(reflected.value < worst.value ? -0.5 : 0.5);
    }
    if (replacement.value < worst.value) simplex[simplex.length - 1] = replacement;
    else simplex.splice(1, simplex.length - 1, ...simplex.slice(1).map(({ x }) => vertex(x.map((value, k) => (value + first.x[k]!) / 2))));
  }
  return ordered()[0]!;
}
