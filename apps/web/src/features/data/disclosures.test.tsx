/** @jest-environment ./apps/web/test/browser-environment.cjs */
import { screen } from '@testing-library/react';
import { DisclosureView } from '@unblind/contracts';
import { at, challenge, phase } from '../../../test/fixtures';
import { show } from '../../../test/show';
import { Disclosures } from './disclosures';

const digest = 'd'.repeat(64);
const disclosure = (more: Partial<DisclosureView>): DisclosureView =>
  DisclosureView.parse({ phase: 'final', split: 'private', state: 'sealed', unblindedAt: null, commitment: digest, files: [], ...more });
const of = challenge({ phases: [phase(), phase({ id: 'final', title: 'Final' })] });
const showing = (...disclosures: DisclosureView[]) => show(<Disclosures challenge={of} disclosures={disclosures} />);

test('before the unblinding there is the digest and nothing to download', () => {
  showing(disclosure({}));
  expect(screen.getByText('Final')).toBeTruthy();
  expect(screen.getByText(digest)).toBeTruthy();
  expect(screen.getByText('Not unblinded yet.')).toBeTruthy();
  expect(screen.queryByRole('link')).toBeNull();
});

test('after it there are the files, or a word on where they are', () => {
  const files = [{ name: 'part.npy', bytes: 20_000, sha256: 'a'.repeat(64), url: 'https://store.test/part.npy' }];
  const { unmount } = showing(disclosure({ state: 'published', unblindedAt: at(5), files }));
  expect(screen.getByRole('link', { name: 'part.npy' }).getAttribute('href')).toBe('https://store.test/part.npy');
  unmount();
  const { unmount: leave } = showing(disclosure({ state: 'publishing', unblindedAt: at(5) }));
  expect(screen.getByText(/its files are being published/)).toBeTruthy();
  leave();
  showing(disclosure({ state: 'failed', unblindedAt: at(5), commitment: null }));
  expect(screen.getByText(/could not be published yet/)).toBeTruthy();
  expect(screen.getByText(/before there were digests/)).toBeTruthy();
});

test('where nothing is hidden there is nothing to say', () => {
  const { container } = showing();
  expect(container.textContent).toBe('');
});
