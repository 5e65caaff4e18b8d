import { formatBytes, formatDuration } from '@unblind/contracts';
import type { ChallengeDetail } from '@unblind/contracts';
import { Facts } from '@/ui/facts';

const gpuLabels = { none: 'none', optional: 'if the runner has one', required: 'required' };

export function Limits({ limits }: { limits: ChallengeDetail['limits'] }) {
  return (
    <Facts
      items={[
        ['File size', formatBytes(limits.bytes)],
        ...(limits.imageBytes === undefined ? [] : [['Image size', formatBytes(limits.imageBytes)] as const]),
        ['CPU time of all runs', formatDuration(limits.cpu)],
        ['Stopped after', formatDuration(limits.wall)],
        ['Memory', formatBytes(limits.memory)],
        ['CPU cores', limits.cpus],
        ['GPU', gpuLabels[limits.gpu]],
      ]}
    />
  );
}
