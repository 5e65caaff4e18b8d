const { abs, exp, floor, log, sqrt } = Math;

interface Uniforms {
  uniform(): number;
}

/** Knuth's product of uniforms: exact, at a cost that grows with the mean. */
export function poissonByProducts(random: Uniforms, mean: number): number {
  const limit = exp(-mean);
  let count = 0;
  for (let product = random.uniform(); product > limit; product *= random.uniform()) count++;
  return count;
}

/** Hoermann's rejection PTRS (1993), for means >= 10. */
export function poissonByRejection(random: Uniforms, mean: number): number {
  const logMean = log(mean);
  const b = 0.931 + 2.53 * sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = random.uniform();
    const us = 0.5 - abs(u);
    const count = floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    const accepted = log(v) + log(inverseAlpha) - log(a / (us * us) + b);
    if (accepted <= -mean + count * logMean - logFactorial(count)) return count;
  }
}

/** ln n!, by Stirling's series from 7 on. */
function logFactorial(n: number): number {
  if (n < 2) return 0;
  let x = n + 1;
  let below = 0;
  for (; x < 7; x++) below += log(x);
  const inverse = 1 / x;
  const z = inverse * inverse;
  const series = 1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188 - (z * 691) / 360360))));
  return (x - 0.5) * log(x) - x + 0.5 * log(2 * Math.PI) + series * inverse - below;
}
