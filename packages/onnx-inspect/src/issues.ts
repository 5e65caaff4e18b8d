import type { InspectionIssue, ParticipantFaultCode } from '@unblind/contracts';

export interface Issue extends InspectionIssue {
  code: ParticipantFaultCode;
}

/** Ends an inspection early, because the bytes cannot be read further. It is never thrown to callers of this package. */
export class Refusal extends Error {
  constructor(readonly issue: Issue) {
    super(issue.message);
  }
}

/** Names come from untrusted files: control characters and great length never reach a terminal or a page. */
export function quote(name: string): string {
  const plain = Array.from(name.slice(0, 120), (character) => (isControl(character) ? '\uFFFD' : character)).join('');
  return `"${plain}${name.length > 120 ? '…' : ''}"`;
}

function isControl(character: string): boolean {
  const code = character.charCodeAt(0);
  return code < 32 || (code >= 127 && code < 160) || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

/** '"Gemm" (node "fc1")' */
export function describeNode(node: { name: string; operator: string }): string {
  return node.name ? `${quote(node.operator)} (node ${quote(node.name)})` : quote(node.operator);
}

/** Collects issues and warnings, with a limit on the number of each. */
export class Findings {
  readonly issues: Issue[] = [];
  readonly warnings: string[] = [];
  private static readonly most = 20;

  refuse(issue: Issue): void {
    if (this.issues.length < Findings.most) this.issues.push(issue);
  }

  warn(sentence: string): void {
    if (this.warnings.length < Findings.most && !this.warnings.includes(sentence)) this.warnings.push(sentence);
  }
}
