const live = process.stdout.isTTY;

/** Prints one line per part as it starts. On a terminal the current step redraws its line. */
export class Progress {
  private shown = '';

  async step<T>(name: string, work: (note: (text: string) => void) => Promise<T>, summary: (result: T) => string): Promise<T> {
    const started = Date.now();
    let printedAt = 0;
    const note = (text: string): void => {
      const line = `  · ${name.padEnd(14)} ${text}`;
      if (live) return this.redraw(line);
      if (Date.now() - printedAt < 5000) return;
      printedAt = Date.now();
      process.stdout.write(`${line}\n`);
    };
    if (live) note('starting');
    try {
      const result = await work(note);
      this.finish(`  ✔ ${name.padEnd(14)} ${summary(result)} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
      return result;
    } catch (error) {
      this.finish(`  ✘ ${name}`);
      throw error;
    }
  }

  private redraw(line: string): void {
    process.stdout.write(`\r${line.padEnd(this.shown.length)}`);
    this.shown = line;
  }

  private finish(line: string): void {
    process.stdout.write(live ? `\r${line.padEnd(this.shown.length)}\n` : `${line}\n`);
    this.shown = '';
  }
}
