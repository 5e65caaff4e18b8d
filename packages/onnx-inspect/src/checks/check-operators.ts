import { nearest } from '@unblind/contracts';
import { describeNode, quote, type Findings } from '../issues';
import { newestOpset, operatorStatus } from '../operators';
import type { Model, Node, OperatorSet } from '../wire/messages';
import { eachBody } from './each-body';

/** Every operator is one that ONNX Runtime bundles, or a function that the file defines. */
export function checkOperators(model: Model, findings: Findings): void {
  const functions = new Set(model.functions.map((made) => `${made.domain}:${made.name}`));
  const seen = new Set<string>();
  eachBody(model, (nodes, imports) => {
    for (const node of nodes) {
      const key = `${node.domain}:${node.operator}`;
      const opset = opsetOf(imports, node.domain) ?? newestOf(node.domain);
      if (functions.has(key) || seen.has(`${key}:${opset}`)) continue;
      seen.add(`${key}:${opset}`);
      checkOperator(node, opset, findings);
    }
  });
}

function checkOperator(node: Node, opset: number, findings: Findings): void {
  const status = operatorStatus(node.domain, node.operator, opset);
  const name = describeNode(node);
  const subject = node.name || node.operator;
  if (status.is === 'unknown-domain') {
    findings.refuse({
      code: 'onnx-custom-op',
      message: `Operator ${name} is of the custom domain ${quote(node.domain)}, which has no implementation here.`,
      subject,
      expected: 'operators of ai.onnx, ai.onnx.ml or com.microsoft, or functions defined in the file',
      got: `${node.domain}:${node.operator}`,
      fix: customDomainFix(node.domain),
    });
  } else if (status.is === 'unknown-operator') {
    const close = nearest(node.operator, status.known);
    findings.refuse({
      code: 'onnx-custom-op',
      message: `${name} is no operator of ${node.domain || 'ai.onnx'} that ONNX Runtime has.`,
      subject,
      expected: 'an operator that ONNX Runtime runs on a CPU',
      got: node.operator,
      fix: close ? `Did you mean ${close}? Replace the operator.` : 'Replace the operator by standard ones and export again.',
    });
  } else if (status.is === 'too-old') {
    findings.refuse({
      code: 'onnx-opset-unsupported',
      message: `Operator ${name} runs from opset ${status.from} on; the file asks for opset ${opset}.`,
      subject,
      expected: `opset ${status.from} or newer`,
      got: `opset ${opset}`,
      fix: `Export again with opset_version=17, or convert the file with onnx.version_converter.`,
    });
  } else if (status.is === 'deprecated') {
    findings.refuse({
      code: 'onnx-opset-unsupported',
      message: `Operator ${name} was replaced by ${status.by} in opset ${status.from}; the file asks for opset ${opset}.`,
      subject,
      expected: `${status.by}, or an opset before ${status.from}`,
      got: `${node.operator} in opset ${opset}`,
      fix: `Use ${status.by}, or export with opset ${status.from - 1}.`,
    });
  } else if (node.domain === 'com.microsoft') {
    findings.warn('The model uses com.microsoft operators: they run on ONNX Runtime only, not on other implementations of ONNX.');
  }
}

function customDomainFix(domain: string): string {
  if (/brevitas|qonnx|finn/.test(domain))
    return 'Convert the quantised model to standard QDQ operators (qonnx.transformation) and export again.';
  if (domain === 'ai.onnx.contrib') return 'Do the pre-processing of onnxruntime-extensions outside of the model.';
  if (/nchwc|internal/.test(domain))
    return 'The file was saved after ONNX Runtime optimised it for one processor. Send the original model.';
  return 'Replace the operator by standard ones and export again; custom operator libraries are not loaded.';
}

/** What ONNX Runtime takes where a domain is not imported. */
export function newestOf(domain: string): number {
  return Object.entries(newestOpset).find(([known]) => known === domain)?.[1] ?? 1;
}

/** The imported version of a domain; null where it is not imported. The last of several counts, as in ONNX Runtime. */
export function opsetOf(imports: readonly OperatorSet[], domain: string): number | null {
  return imports.findLast((set) => set.domain === domain)?.version ?? null;
}

/** Imports: of the default domain where it is used, and none newer than the runtime. Other domains may go without, as in ONNX Runtime. */
export function checkImports(model: Model, findings: Findings): void {
  for (const [domain, newest] of Object.entries(newestOpset)) {
    const version = opsetOf(model.imports, domain);
    if (version === null || (version >= 1 && version <= newest)) continue;
    findings.refuse({
      code: 'onnx-opset-unsupported',
      message: `The file asks for opset ${version} of ${domain || 'ai.onnx'}; ONNX Runtime 1.30 knows opsets 1 to ${newest}.`,
      subject: domain || 'ai.onnx',
      expected: `1 to ${newest}`,
      got: String(version),
      fix: `Export again with ${domain === '' ? 'opset_version=17' : `an older version of ${domain}`}.`,
    });
  }
  const withoutOpset: Node[] = [];
  eachBody(model, (nodes, imports) => {
    if (opsetOf(imports, '') === null) withoutOpset.push(...nodes.filter((node) => node.domain === ''));
  });
  if (withoutOpset.length === 0) return;
  findings.refuse({
    code: 'onnx-invalid',
    message: 'The file uses operators of ai.onnx but does not say of which opset.',
    subject: 'ai.onnx',
    expected: 'an opset_import of ai.onnx',
    got: 'none',
    fix: 'Export the model again, or add the opset_import with onnx.helper.make_opsetid.',
  });
}
