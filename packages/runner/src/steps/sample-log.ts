import { ParticipantFault, ParticipantFaultCode } from '@unblind/contracts';

/** Of a longer log only the last bytes are kept. */
const maxBytes = 64 * 1024;

/** The output of a container on the public sample. Its participant sees the log whether the image is accepted or rejected. */
export class SampleLog {
  private kept = Buffer.alloc(0);
  private leftOut = 0;

  readonly take = (chunk: Buffer): void => {
    const all = Buffer.concat([this.kept, chunk]);
    this.kept = all.subarray(-maxBytes);
    this.leftOut += all.length - this.kept.length;
  };

  get text(): string {
    const before = this.leftOut > 0 ? `[${this.leftOut} bytes before this are left out]\n` : '';
    return before + this.kept.toString('utf8');
  }

  /** Returns a participant's fault with the log added, and any other error unchanged. */
  addTo(error: unknown): unknown {
    if (!(error instanceof ParticipantFault) || this.kept.length === 0) return error;
    const { code, whose: _whose, ...parts } = error.detail;
    return new ParticipantFault(ParticipantFaultCode.parse(code), { ...parts, log: this.text });
  }
}
