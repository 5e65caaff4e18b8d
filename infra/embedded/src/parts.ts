/** The parts started so far. Stops them in reverse order, even while others are still starting. */
export class Parts {
  private readonly stops: (() => Promise<void>)[] = [];
  private stopping = false;

  /** Registers how to stop a part that was just started. If everything is already being stopped, the part is stopped at once. */
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
