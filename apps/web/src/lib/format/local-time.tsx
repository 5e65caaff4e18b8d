'use client';

import { useSyncExternalStore } from 'react';

const options: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
};
const noSubscription = (): (() => void) => () => undefined;

interface Props {
  at: string;
  seconds?: boolean;
  date?: boolean;
  wrap?: boolean;
}

/** A time in the reader's time zone. UTC is shown until the page is hydrated, and always in the tooltip. */
export function LocalTime({ at, seconds = false, date = true, wrap = false }: Props) {
  const shown: Intl.DateTimeFormatOptions = {
    ...options,
    ...(seconds && { second: '2-digit' }),
    ...(!date && { day: undefined, month: undefined, year: undefined }),
  };
  const utc = new Date(at).toLocaleString('en-GB', { ...shown, timeZone: 'UTC' });
  const text = useSyncExternalStore(
    noSubscription,
    () => new Date(at).toLocaleString('en-GB', shown),
    () => utc,
  );
  return (
    <time dateTime={at} title={`${at.replace('T', ' ').replace(/(\.\d+)?Z$/, '')} UTC`} className={wrap ? undefined : 'whitespace-nowrap'}>
      {text}
    </time>
  );
}
