/** 'p = 0.034', or 'p < 0.01' at and below the floor, which is told with as many digits: that of 200 replicates is 2 / 201. */
export function pValueText(pValue: number, floor: number): string {
  if (Number.isNaN(pValue)) return 'not tested';
  const told = (value: number) => Number(value.toPrecision(2));
  return told(pValue) <= told(floor) ? `p < ${told(floor)}` : `p = ${told(pValue)}`;
}
