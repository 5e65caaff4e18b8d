import { SingleBar } from 'cli-progress';

export interface Bar {
  update: (done: number, total: number) => void;
  stop: () => void;
}

/** Shown only on a terminal and on stderr, so that --json and pipes get no progress output. */
export function progressBar(label: string): Bar {
  const silent: Bar = { update: () => undefined, stop: () => undefined };
  if (!process.stderr.isTTY) return silent;
  const bar = new SingleBar({
    format: `${label.padEnd(10)} {bar} {percentage} %  {value}/{total}`,
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  let started = false;
  return {
    update(done, total) {
      if (!started) bar.start(total, done);
      started = true;
      bar.setTotal(total);
      bar.update(done);
    },
    stop: () => started && bar.stop(),
  };
}
