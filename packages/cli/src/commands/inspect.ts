import { readFile } from 'node:fs/promises';
import { loadChallenge } from '@unblind/challenges';
import { faultOf, inspectFor, inspectOnnx } from '@unblind/onnx-inspect';
import type { ContractBinding, Inspection } from '@unblind/contracts';
import { Command } from 'commander';
import { exitCodes } from '../exit-codes';
import { faultAsError, print, printJson, table } from '../output/output';
import { checkChallengeKnown } from './known-challenge';
import { missingFile } from './missing-file';

export function inspectCommand(): Command {
  return new Command('inspect')
    .description('inspect an ONNX file without running it; exit code 3 if it is not acceptable')
    .argument('<file>')
    .option('--challenge <slug>', "check it against a challenge's views and output contracts too")
    .option('--json', 'print JSON')
    .action(inspect);
}

async function inspect(file: string, { challenge, json }: { challenge?: string; json?: boolean }): Promise<void> {
  const bytes = await readFile(file).catch(() => {
    throw missingFile(file);
  });
  const { inspection, binding } = challenge ? await againstChallenge(bytes, challenge) : { inspection: inspectOnnx(bytes), binding: null };
  if (json)
    printJson(
      binding
        ? {
            ...inspection,
            ok: inspection.ok && binding.ok,
            code: inspection.ok ? (binding.issues[0]?.code ?? 'ok') : inspection.code,
            contract: binding,
          }
        : inspection,
    );
  else describe(inspection, binding);
  const fault = faultOf(inspection) ?? (binding && faultOf(binding));
  if (!fault) return;
  if (json) process.exitCode = exitCodes.participant;
  else throw faultAsError(fault.detail);
}

async function againstChallenge(bytes: Uint8Array, slug: string): Promise<{ inspection: Inspection; binding: ContractBinding | null }> {
  await checkChallengeKnown(slug);
  const { manifest } = await loadChallenge(slug);
  return inspectFor(bytes, {
    views: manifest.data.views,
    outputs: manifest.submission.outputs,
    limits: { bytes: manifest.submission.limits.bytes },
  });
}

function describe(inspection: Inspection, binding: ContractBinding | null): void {
  if (!inspection.ok) return;
  const { opset, producer, parameters, flops, initializerBytes, nodes, inputs, outputs, warnings } = inspection;
  print(
    `opset ${opset ?? 'unknown'}, by ${producer || 'an unknown tool'}; ${nodes} nodes, ${parameters.toLocaleString('en')} parameters (${initializerBytes.toLocaleString('en')} bytes), ${flops?.toLocaleString('en') ?? 'unknown'} FLOPs per sample`,
  );
  const rows = [...inputs.map((tensor) => ['input', tensor] as const), ...outputs.map((tensor) => ['output', tensor] as const)];
  const boundTo = (name: string): string => {
    const { output } = binding ?? {};
    if (output?.name === name) return output.select === null ? output.contract : `${output.contract}, column ${output.select}`;
    return binding?.inputs.find(({ input }) => input === name)?.view ?? '';
  };
  print(
    table(
      ['', 'name', 'dtype', 'shape', ...(binding ? ['view or contract'] : [])],
      rows.map(([kind, { name, dtype, shape }]) => [
        kind,
        name,
        dtype,
        shape ? `[${shape.map((size) => size ?? '?').join(', ')}]` : 'unknown',
        ...(binding ? [boundTo(name)] : []),
      ]),
    ),
  );
  for (const warning of warnings) print(`warning: ${warning}`);
}
