import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestApi } from '../../test/api';
import { newPerson, uploadFile } from '../../test/people';
import { Jobs } from './jobs';

test('an abandoned upload is removed by the scheduled job', async () => {
  const api = await startTestApi();
  try {
    const { id } = await uploadFile(api, await newPerson(api));
    await api.database.upload.update({ where: { id }, data: { expiresAt: new Date(0) } });
    await api.app.get(Jobs).enqueue('upload.expire', {}, randomUUID());
    const state = async () => (await api.database.upload.findUnique({ where: { id } }))?.state;
    for (let tries = 0; tries < 100 && (await state()) === 'complete'; tries++) await sleep(100);
    expect(await state()).toBe('aborted');
  } finally {
    await api.stop();
  }
});
