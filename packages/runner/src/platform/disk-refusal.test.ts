import { PlatformFault } from '@unblind/contracts';
import { isDiskRefusal } from './disk-refusal';

test('a full disk is told from a network that fails, however deep its error lies', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(isDiskRefusal(full)).toBe(true);
  expect(isDiskRefusal(new PlatformFault('internal', { message: 'm', fix: 'f' }, { cause: full }))).toBe(true);
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  expect(isDiskRefusal(new TypeError('fetch failed', { cause: refused }))).toBe(false);
  expect(isDiskRefusal(undefined)).toBe(false);
});
