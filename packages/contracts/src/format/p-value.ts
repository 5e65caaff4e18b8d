/** 'p = 0.034', or 'p < 0.01' at and below the floor. The default is that of the usual 200 replicates, which give no p-value below 2 / 201. */
export function pValueText(pValue: number, floor = 0.01): string {
  if (Number.isNaN(pValue)) return 'not tested';
  return pValue <= floor ? `p < ${floor}` : `p = ${Number(pValue.toPrecision(2))}`;
}
