import { configure, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime';
import type { ReactElement } from 'react';

// A busy machine is slow; what is waited for comes in the end.
configure({ asyncUtilTimeout: 15_000 });

/** Shows a component as on a page, with a user who acts on it. `visited`: the addresses that it has led to. */
export function show(element: ReactElement) {
  const visited: string[] = [];
  let refreshes = 0;
  const nothing = (): void => undefined;
  const router = {
    push: (href: string) => void visited.push(href),
    replace: (href: string) => void visited.push(href),
    refresh: () => void (refreshes += 1),
    prefetch: nothing,
    back: nothing,
    forward: nothing,
    bfcacheId: '',
  };
  const inPage = (shown: ReactElement) => <AppRouterContext.Provider value={router}>{shown}</AppRouterContext.Provider>;
  const { rerender, ...view } = render(inPage(element));
  return {
    ...view,
    rerender: (next: ReactElement) => rerender(inPage(next)),
    user: userEvent.setup(),
    visited,
    refreshes: () => refreshes,
  };
}
