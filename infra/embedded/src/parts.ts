/** What has been started, to be stopped in the reverse order; also while the rest is still starting. */
export class Parts {
  private readonly stops: (() => Promise<void>)[] = [];
  private stopping = false;

  /** Registers how to stop a part that was just started. Where everything is being stopped already, the part is stopped at once. */
  async add(stop: () => Promise<void>): Promise<void> {
    if (!this.stopping) return void this.stops.push(stop);
    await stop();
    throw new Error('Stopped while starting.');
  }

  async stop(): Promise<void> {
    this.stopping = true;
    for (const stop of this.stops.splice(0).reverse()) await stop();
  }
}
