import { PredictionUpload } from '@unblind/contracts';
import type { AssignedFile, CreatePredictionUpload, FailedStep, Heartbeat, Lease, Outcome, ReleasedStep } from '@unblind/contracts';
import { Refused, isPassing, type Connection } from './connection';
import { download } from './download';

/** The calls about one lease. @throws Refused if it is lost */
export class HeldLease {
  constructor(
    private readonly connection: Connection,
    private readonly lease: Lease,
  ) {}

  async heartbeat(beat: Heartbeat, signal: AbortSignal): Promise<void> {
    await this.call('heartbeat', beat, signal);
  }

  async complete(outcome: Outcome, signal: AbortSignal): Promise<void> {
    await this.call('complete', outcome, signal);
  }

  async fail(failed: FailedStep, signal: AbortSignal): Promise<void> {
    await this.call('fail', failed, signal);
  }

  async release(released: ReleasedStep, signal: AbortSignal): Promise<void> {
    await this.call('release', released, signal);
  }

  fetch(file: AssignedFile, path: string, signal: AbortSignal): Promise<void> {
    return download(this.connection, file, path, signal);
  }

  /** Uploads a tensor in parts. What has arrived is not sent again. */
  store(tensor: CreatePredictionUpload, npy: Buffer, signal: AbortSignal): Promise<void> {
    return this.connection.untilAnswered(signal, async () => {
      const { id, complete, parts } = PredictionUpload.parse(await this.call('uploads', tensor, signal));
      if (complete) return;
      for (const { url, offset, bytes } of parts.filter(({ received }) => !received))
        await this.put(this.connection.addressOf(url), npy.subarray(offset, offset + bytes), signal);
      await this.call(`uploads/${id}/complete`, {}, signal);
    });
  }

  private async put(url: URL, part: Buffer, signal: AbortSignal): Promise<void> {
    const answer = await fetch(url, { method: 'PUT', body: new Uint8Array(part), signal });
    await answer.body?.cancel();
    if (answer.ok) return;
    // An address that has expired is given again when the tensor is announced again.
    if (answer.status === 403 || isPassing(answer.status)) throw new Error(`the store answered with status ${answer.status}`);
    throw new Refused(answer.status, null);
  }

  private call(what: string, body: unknown, signal: AbortSignal): Promise<unknown> {
    const { evaluationId, step, fence } = this.lease;
    return this.connection.call(`leases/${evaluationId}/${step}/${what}?fence=${fence}`, { body, signal });
  }
}
