/** @jest-environment ./apps/web/test/browser-environment.cjs */
import { show } from '../../../test/show';
import { BrokenChallenge } from './broken-challenges';

test('organisers read what is broken, and how to mend it', () => {
  const problems = [{ part: 'data' as const, message: 'The generator stopped one row early.', fix: 'Mend data.ts.' }];
  const { getByText, container } = show(<BrokenChallenge condition={{ slug: 'toy', archivedAt: null, problems }} />);
  expect(getByText('Organisers see this: toy is broken')).toBeTruthy();
  expect(container.textContent).toContain('Data: The generator stopped one row early. Mend data.ts.');
});

test('a challenge whose folder is gone says since when its phases are closed', () => {
  const { container } = show(<BrokenChallenge condition={{ slug: 'toy', archivedAt: '2026-11-30T08:00:00Z', problems: [] }} />);
  expect(container.textContent).toContain('toy is archived');
  expect(container.textContent).toMatch(/Its folder is gone since .*2026.*, which closed its phases/);
});
