// What the simulations give, beside what they have to give: one line a figure. Fails where one lies outside its range.
import sanity from '../../challenges/dist/sanity/index.js';

const { isSane, sanityFigures } = sanity;
const shown = (value) => String(Number(value.toPrecision(4)));

export async function report() {
  const figures = await sanityFigures(8);
  const outside = figures.filter((figure) => !isSane(figure));
  if (outside.length > 0) process.exitCode = 1;
  return Object.fromEntries(
    figures.map((figure) => {
      const { simulation, figure: name, value, range, because } = figure;
      const [low, high] = range.map(shown);
      return [`${simulation}, ${name}`, `${shown(value)}${isSane(figure) ? '' : ' OUTSIDE'} (${low} to ${high}; ${because})`];
    }),
  );
}
