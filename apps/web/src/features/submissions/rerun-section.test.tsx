/** @jest-environment ./apps/web/test/browser-environment.cjs */
import { screen } from '@testing-library/react';
import { RerunView } from '@unblind/contracts';
import type { RerunState } from '@unblind/contracts';
import { at } from '../../../test/fixtures';
import { show } from '../../../test/show';
import { RerunSection } from './rerun-section';

const finding = { compared: 0, differing: 0, largest: null, message: 'Equal to the last bit.' };
const rerun = (state: RerunState, more: Partial<RerunView> = {}): RerunView =>
  RerunView.parse({ state, checkedRunner: 'site/node', runner: 'own', finding, finishedAt: at(3), ...more });
const text = () => screen.getByRole('heading', { name: 'Repeated by the platform' }).closest('section')?.textContent;

describe('a repeated run', () => {
  test('that agrees says so, who ran it and who repeated it', () => {
    show(<RerunSection rerun={rerun('agreed')} />);
    expect(text()).toContain('Both runs agree. Equal to the last bit.');
    expect(text()).toContain('Run bysite/node');
    expect(text()).toContain('Repeated byown');
    expect(text()).not.toContain('Values that differ');
  });

  test('that disagrees stands out, with where and how many values differ', () => {
    const found = { compared: 2000, differing: 1500, largest: 0.3, message: 'The values of 1/nominal/scores differ.' };
    show(<RerunSection rerun={rerun('disagreed', { finding: found })} />);
    expect(screen.getByText('The runs disagree')).toBeTruthy();
    expect(text()).toContain('The values of 1/nominal/scores differ.');
    expect(text()).toContain('1,500 of 2,000');
  });

  test('that waits, and one that nobody could repeat, have no runner yet', () => {
    const { rerender } = show(<RerunSection rerun={rerun('waiting', { runner: null, finding: null, finishedAt: null })} />);
    expect(text()).toContain('Waiting for a runner of the platform.');
    const none = { ...finding, message: 'No runner of the platform that could repeat it was seen within a day.' };
    rerender(<RerunSection rerun={rerun('unrepeated', { runner: null, finding: none })} />);
    expect(text()).toContain('Not repeated. No runner of the platform that could repeat it was seen within a day.');
    expect(text()).not.toContain('Repeated by' + 'own');
  });
});
