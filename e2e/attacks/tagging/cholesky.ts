/** Solves a system with a symmetric positive definite matrix, given by its rows. */
export function solve(matrix: readonly Float64Array[], values: readonly number[]): Float64Array {
  const size = values.length;
  const lower = matrix.map((row) => row.slice());
  const solution = Float64Array.from(values);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = lower[i]![j]!;
      for (let k = 0; k < j; k++) rest -= lower[i]![k]! * lower[j]![k]!;
      lower[i]![j] = i === j ? Math.sqrt(rest) : rest / lower[j]![j]!;
    }
    for (let k = 0; k < i; k++) solution[i]! -= lower[i]![k]! * solution[k]!;
    solution[i]! /= lower[i]![i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) solution[i]! -= lower[k]![i]! * solution[k]!;
    solution[i]! /= lower[i]![i]!;
  }
  return solution;
}
