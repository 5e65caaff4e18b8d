import { Facts } from '@/ui/facts';

/** The versions, hardware and seeds behind a result, as recorded by the runner. */
export function Provenance({ record }: { record: Record<string, unknown> }) {
  return (
    <details className="text-sm">
      <summary className="text-muted hover:text-ink">Software, hardware and seeds of this run</summary>
      <div className="mt-3 max-w-2xl font-mono text-xs">
        <Facts items={flatten(record)} />
      </div>
    </details>
  );
}

/** {a: {b: 1}} -> [['a.b', '1']] */
function flatten(record: object, prefix = ''): [string, string][] {
  return Object.entries(record).flatMap(([key, value]: [string, unknown]) => {
    const name = `${prefix}${key}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return flatten(value, `${name}.`);
    return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
  });
}
