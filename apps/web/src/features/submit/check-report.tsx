import { ArrowRight, CircleCheck, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCount } from '@unblind/contracts';
import type { TensorSignature } from '@unblind/contracts';
import { FaultCard } from '@/features/faults/fault-card';
import { InspectionFacts } from '@/features/inspection/inspection-facts';
import type { Check } from './check-file';

/** The result of the check: which view binds to which input, or what is wrong with the file and how to fix it. */
export function CheckReport({ check }: { check: Check }) {
  if (!check.ok)
    return (
      <div className="space-y-4">
        {check.issues.map((issue, index) => (
          <FaultCard key={index} fault={issue} />
        ))}
        <p className="text-sm text-muted">Nothing was uploaded.</p>
        {check.inspection?.ok && <InspectionFacts inspection={check.inspection} fixedBatch={check.binding?.fixedBatch} />}
      </div>
    );
  const { inspection, binding, fits } = check;
  if (fits) return <Verdict>This file fits the challenge: {formatCount(fits.rows)} rows, all values read.</Verdict>;
  if (!inspection || !binding) return <Verdict>Ready to upload. The platform checks the length and the values after the upload.</Verdict>;
  const output = inspection.outputs.find(({ name }) => name === binding.output?.name);
  return (
    <div className="space-y-6">
      <Verdict>This model fits the challenge.</Verdict>
      <ul className="space-y-2 text-sm">
        {binding.inputs.map(({ input, view }) => (
          <Binding
            key={input}
            from={view}
            fromLabel="view"
            to={input}
            toLabel="input"
            tensor={inspection.inputs.find(({ name }) => name === input)}
          />
        ))}
        {binding.output && (
          <Binding
            from={binding.output.name}
            fromLabel="output"
            to={binding.output.contract}
            toLabel={binding.output.select === null ? 'contract' : `contract, entry ${binding.output.select}`}
            tensor={output}
          />
        )}
      </ul>
      {inspection.warnings.length > 0 && (
        <ul className="space-y-1.5 rounded-lg border border-warn/35 bg-warn-soft p-4 text-sm">
          {inspection.warnings.map((warning) => (
            <li key={warning} className="flex gap-2.5">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
              {warning}
            </li>
          ))}
        </ul>
      )}
      <InspectionFacts inspection={inspection} fixedBatch={binding.fixedBatch} />
    </div>
  );
}

function Verdict({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="flex items-center gap-2.5 font-medium text-good">
      <CircleCheck aria-hidden className="size-5" />
      {children}
    </p>
  );
}

interface BindingProps {
  from: string;
  fromLabel: string;
  to: string;
  toLabel: string;
  tensor?: TensorSignature;
}

function Binding({ from, fromLabel, to, toLabel, tensor }: BindingProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-line bg-sunken/60 px-4 py-2.5">
      <Name text={from} label={fromLabel} />
      <ArrowRight aria-label="goes to" className="size-4 text-accent" />
      <Name text={to} label={toLabel} />
      {tensor && (
        <code className="ml-auto font-mono text-xs text-muted">
          {tensor.dtype} {tensor.shape ? `(${tensor.shape.map((size) => size ?? '?').join(', ')})` : ''}
        </code>
      )}
    </li>
  );
}

function Name({ text, label }: { text: string; label: string }) {
  return (
    <span className="inline-flex items-baseline gap-1.5">
      <span className="text-xs text-muted">{label}</span>
      <code className="font-mono text-[0.9em] font-semibold break-all">{text}</code>
    </span>
  );
}
