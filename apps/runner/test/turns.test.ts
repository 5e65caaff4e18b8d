import { Lab } from './lab';
import { decent, slowInLargeBatches } from './models';

test('whoever comes later is run after one evaluation of an entrant who sent many, and those still all end', async () => {
  const lab = await Lab.open();
  try {
    const userId = await lab.person();
    lab.startRunner();
    const many: string[] = [];
    for (let i = 0; i < 6; i++) many.push(await lab.submit(slowInLargeBatches(10 + i), { userId }));
    await lab.waitFor(many[0] ?? '', 'running');
    const late = await lab.submit(decent());
    await lab.waitFor(late, 'scored');
    for (const id of many) await lab.waitFor(id, 'scored');
    const events = await lab.database.evaluationEvent.findMany({ where: { state: 'running' }, orderBy: { id: 'asc' } });
    const started = events.map(({ evaluationId }) => evaluationId);
    // One of the others may have started while this one was inspected.
    expect(started.indexOf(late)).toBeLessThanOrEqual(2);
    expect(started.filter((id) => id !== late)).toEqual(many);
  } finally {
    await lab.close();
  }
}, 400_000);
