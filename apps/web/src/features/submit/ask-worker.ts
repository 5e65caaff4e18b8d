/** Asks a worker one question, and ends it. @throws Error if the worker does not start, or what `parse` throws */
export function askWorker<T>(start: () => Worker, request: unknown, parse: (answer: unknown) => T): Promise<T> {
  const worker = start();
  return new Promise<unknown>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<unknown>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message || 'The check could not be started in this browser.'));
    worker.postMessage(request);
  })
    .then(parse)
    .finally(() => worker.terminate());
}
