import { formatBytes, formatCompact, formatCount } from '@unblind/contracts';
import type { Inspection } from '@unblind/contracts';
import { Facts } from '@/ui/facts';

/** Facts read from the model file without running it; `fixedBatch` is undefined if the batch size was not inspected. */
export function InspectionFacts({ inspection, fixedBatch }: { inspection: Inspection; fixedBatch: number | null | undefined }) {
  const operators = Object.entries(inspection.operators).sort(([, a], [, b]) => b - a);
  return (
    <div className="grid gap-x-12 gap-y-4 sm:grid-cols-2">
      <Facts
        items={[
          ['Parameters', parametersText(inspection.parameters)],
          ['FLOPs per sample', inspection.flops === null ? 'cannot be computed from the shapes' : formatCompact(inspection.flops)],
          fixedBatch === undefined ? null : ['Batch', fixedBatch === null ? 'any size' : `fixed at ${fixedBatch}`],
        ]}
      />
      <Facts
        items={[
          ['Opset', inspection.opset ?? 'not stated'],
          ['Exported by', inspection.producer || 'not stated'],
          ['File size', formatBytes(inspection.bytes)],
        ]}
      />
      {operators.length > 0 && (
        <details className="text-sm sm:col-span-2">
          <summary className="text-muted hover:text-ink">
            {formatCount(inspection.nodes)} {inspection.nodes === 1 ? 'node' : 'nodes'} of {operators.length}{' '}
            {operators.length === 1 ? 'kind' : 'kinds'}
          </summary>
          <p className="numeric mt-2 flex flex-wrap gap-x-4 gap-y-1 font-mono text-xs text-muted">
            {operators.map(([name, uses]) => (
              <span key={name}>
                {name} × {uses}
              </span>
            ))}
          </p>
        </details>
      )}
    </div>
  );
}

function parametersText(parameters: number): string {
  return parameters < 1000 ? formatCount(parameters) : `${formatCompact(parameters)} (${formatCount(parameters)})`;
}
