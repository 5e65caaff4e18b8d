import { seriesStyle } from '@unblind/plots';
import { Lowered } from '@/features/metrics/lowered';
import { inkClass } from './ink-class';

export function Legend({ labels }: { labels: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 text-xs text-muted">
      {labels.map((label, index) => {
        const { ink, dash } = seriesStyle(index);
        return (
          <li key={label} className="flex items-center gap-1.5">
            <svg width="22" height="8" aria-hidden>
              <line x1="0" x2="22" y1="4" y2="4" className={inkClass('stroke', ink)} strokeWidth="2" strokeDasharray={dash} />
            </svg>
            <span>
              <Lowered text={label} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
