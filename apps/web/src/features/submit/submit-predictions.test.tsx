/** @jest-environment ./apps/web/test/browser-environment.cjs */
import { screen, within } from '@testing-library/react';
import { OutputContract } from '@unblind/contracts';
import type { PhaseView } from '@unblind/contracts';
import { challenge, phase, quota } from '../../../test/fixtures';
import { serve } from '../../../test/serve';
import { show } from '../../../test/show';
import type { SplitSize } from './split-sizes';
import { SubmitForm } from './submit-form';

const outputs = [OutputContract.parse({ name: 'score', shape: ['N'] })];
const showForm = (sizes: SplitSize[], openPhases: PhaseView[]) =>
  show(
    <SubmitForm
      challenge={challenge({ outputs, submissionKinds: ['predictions'] })}
      openPhases={openPhases}
      sizes={sizes}
      quotas={[quota()]}
      signedIn
    />,
  );
type User = ReturnType<typeof show>['user'];
const chooseFile = (user: User, file: File) => user.upload(screen.getByLabelText(/Drop a file here|Choose or drop another/), file);

describe('predictions are read in the browser as on the platform', () => {
  const size = (rows: number, of = 'development') => ({ phase: of, title: of, rows, entries: rows });
  const showSized = (...sizes: ReturnType<typeof size>[]) => {
    const requests = serve({});
    const phases = sizes.map((of) => phase({ id: of.phase, title: of.phase, kinds: ['predictions'] }));
    return { requests, ...showForm(sizes, phases) };
  };

  test('those that fit say how many there are, and go to a phase that asks for as many', async () => {
    const { user, requests } = showSized(size(2), size(3, 'final'));
    await chooseFile(user, new File(['id,score\n2,0.1\n0,0.5\n1,1\n'], 'scores.csv'));
    await screen.findByText('This file fits the challenge: 3 rows, all values read.');
    const offered = within(screen.getByLabelText('Phase')).getAllByRole('option');
    expect(offered.map(({ textContent }) => textContent)).toEqual(['final']);
    expect((await screen.findByRole<HTMLButtonElement>('button', { name: 'Upload and submit' })).disabled).toBe(false);
    expect(requests).toEqual([]);
  });

  test.each([
    ['of another number of events', 'scores.csv', '0.1\n0.2\n0.3\n', /predictions-length.*The split has 2 events.*more than 2 rows/],
    ['with a NaN', 'scores.csv', 'score\n0.1\nnan\n', /predictions-not-finite.*row 1/],
    ['with an id twice', 'scores.csv', 'id,score\n1,0.1\n1,0.2\n', /predictions-ids.*event '1' came on line 2 already/],
    ['of an id that is none', 'scores.csv', 'id,score\n0,0.1\n7,0.2\n', /predictions-ids.*the split has no event '7'/],
    ['that are binary', 'scores.csv', '\0\u0001\u0002', /predictions-unreadable.*The file is not text/],
    ['in parquet', 'scores.csv', 'PAR1', /predictions-unreadable.*Predictions cannot be read from scores.csv/],
  ])('those %s are refused with what is wrong', async (_what, name, content, words) => {
    const { user, requests } = showSized(size(2));
    await chooseFile(user, new File([content], name));
    expect((await screen.findByRole('alert')).textContent).toMatch(words);
    expect(screen.getByText('Nothing was uploaded.')).toBeTruthy();
    expect(requests).toEqual([]);
  });

  test('where the data are not there yet, only the platform can tell', async () => {
    const { user } = showForm([], [phase({ kinds: ['predictions'] })]);
    await chooseFile(user, new File(['0.1\n'], 'scores.csv'));
    await screen.findByText(/The platform checks the length and the values/);
  });
});
