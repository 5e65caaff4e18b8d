import { formatCount } from '@unblind/contracts';
import { getStatus } from '@/lib/api/queries';

export async function Footer() {
  const status = await getStatus();
  const alive = status?.runners.filter((runner) => runner.alive).length ?? 0;
  return (
    <footer className="mt-24 border-t border-line">
      <div className="numeric mx-auto flex max-w-[78rem] flex-wrap items-baseline justify-between gap-x-8 gap-y-3 px-4 py-8 text-sm text-muted sm:px-8">
        <p>Intervals are 68 % intervals. Times are in your time zone; their tooltips show UTC.</p>
        <ul className="flex flex-wrap gap-x-5 gap-y-1">
          {status && (
            <li>
              {formatCount(alive)} {alive === 1 ? 'runner' : 'runners'} online, {formatCount(status.queued)}{' '}
              {status.queued === 1 ? 'submission' : 'submissions'} waiting
            </li>
          )}
          {status && <li>Unblind {status.version}</li>}
          <li>
            <a href="/api/v1/docs" className="link">
              API documentation
            </a>
          </li>
        </ul>
      </div>
    </footer>
  );
}
