import type { ChallengeDetail } from '@unblind/contracts';
import { bytes, duration } from '@/lib/format/numbers';
import { Facts } from '@/ui/facts';

const gpuWords = { none: 'none', optional: 'if the runner has one', required: 'required' };

export function Limits({ limits }: { limits: ChallengeDetail['limits'] }) {
  return (
    <Facts
      items={[
        ['File size', bytes(limits.bytes)],
        ...(limits.imageBytes === undefined ? [] : [['Image size', bytes(limits.imageBytes)] as const]),
        ['Wall time', duration(limits.wall)],
        ['Memory', bytes(limits.memory)],
        ['CPU cores', limits.cpus],
        ['GPU', gpuWords[limits.gpu]],
      ]}
    />
  );
}
