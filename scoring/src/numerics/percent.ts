/** A share in words, with two digits: a count itself would tell, while its truth is in use, which of the counted were scored. */
export function percent(part: number, whole: number): string {
  return `${Number(((100 * part) / whole).toPrecision(2))} %`;
}
