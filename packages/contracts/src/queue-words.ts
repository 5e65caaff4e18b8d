import type { QueueNeeds, QueueView, SecondsRange } from './api/queues';
import { formatCount, formatDuration } from './format/numbers';

/** Where a step waits and how long, as pages and the terminal say it. */
export function queueInWords({ needs, runners, waitsFor, ahead, seconds }: QueueView): string[] {
  const connected = runners === 1 ? 'One is connected.' : `${formatCount(runners)} are connected.`;
  return [
    `For ${runnersInWords(needs)}.${runners === 0 ? '' : ` ${connected}`}`,
    ...(waitsFor === null ? [] : [waitsFor]),
    ahead === 0 ? 'Next in its queue.' : `${formatCount(ahead)} ahead in its queue, not counting blinded phases.`,
    ...(seconds === null ? [] : [`${untilTaken(seconds)}, judging by recent steps like it.`]),
  ];
}

/** 'runners of the platform with a sandbox for models, a GPU and the label my-site' */
function runnersInWords({ remote, labels, sandbox, gpu, alone }: QueueNeeds): string {
  const whose = { never: 'runners of the platform', trusted: 'runners that are trusted with hidden inputs', any: 'runners' }[remote];
  const things = [
    ...(sandbox === null ? [] : [`a sandbox for ${sandbox === 'onnx' ? 'models' : 'containers'}`]),
    ...(gpu ? ['a GPU'] : []),
    ...(labels.length === 0 ? [] : [`the ${labels.length === 1 ? 'label' : 'labels'} ${labels.join(', ')}`]),
    ...(alone ? ['a machine to themselves'] : []),
  ];
  return things.length === 0 ? whose : `${whose} with ${listed(things)}`;
}

const untilTaken = (seconds: SecondsRange): string =>
  seconds.high < 1 ? 'Its turn comes at once' : `Its turn comes in ${rangeInWords(seconds)}`;

/** 'about 20 s', or 'about 20 s to 3 min' */
export function rangeInWords({ low, high }: SecondsRange): string {
  const [from, to] = [formatDuration(Math.ceil(low)), formatDuration(Math.ceil(high))];
  return from === to ? `about ${to}` : `about ${from} to ${to}`;
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
