import { isSane, sanityFigures } from '.';

it('every simulation gives the figures that it has to give', async () => {
  const figures = await sanityFigures(1);
  expect(figures.length).toBeGreaterThan(25);
  expect(figures.filter((figure) => !isSane(figure))).toEqual([]);
});
