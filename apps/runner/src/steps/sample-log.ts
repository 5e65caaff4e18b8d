import { ParticipantFault, ParticipantFaultCode } from '@unblind/contracts';

/** More than this of what a container prints on the public sample is told by its end. */
const mostBytes = 64 * 1024;

/** What a container prints while it is tried on the public sample: its participant sees it, whether it is accepted or not. */
export class SampleLog {
  private kept = Buffer.alloc(0);
  private leftOut = 0;

  readonly take = (chunk: Buffer): void => {
    const all = Buffer.concat([this.kept, chunk]);
    this.kept = all.subarray(-mostBytes);
    this.leftOut += all.length - this.kept.length;
  };

  get text(): string {
    const before = this.leftOut > 0 ? `[${this.leftOut} bytes before this are left out]\n` : '';
    return before + this.kept.toString('utf8');
  }

  /** A participant's fault with the log; anything else as it is. */
  addTo(error: unknown): unknown {
    if (!(error instanceof ParticipantFault) || this.kept.length === 0) return error;
    const { code, whose: _whose, ...parts } = error.detail;
    return new ParticipantFault(ParticipantFaultCode.parse(code), { ...parts, log: this.text });
  }
}
