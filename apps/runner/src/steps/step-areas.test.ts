import { areas, openStorage, restrictAreas, storageConfigFromEnv } from '@unblind/storage';
import { stepAreas } from './step-areas';

const config = storageConfigFromEnv({ STORAGE_DIR: '/nowhere', STORAGE_SIGNING_KEY: 'k'.repeat(32) });

test('no step can open both submissions and truth', () => {
  for (const granted of Object.values(stepAreas)) {
    const storage = openStorage(restrictAreas(config, granted));
    const held = areas.filter((area) => {
      try {
        return storage.area(area).name === area;
      } catch (error) {
        expect(error).toMatchObject({ code: 'area-not-granted' });
        return false;
      }
    });
    expect(held.toSorted()).toEqual([...granted].sort());
    expect(held.includes('submissions') && held.includes('truth')).toBe(false);
  }
  expect(stepAreas.score).not.toContain('submissions');
});
