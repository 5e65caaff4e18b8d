import { inspectFor } from '@unblind/onnx-inspect';
import type { CheckRequest } from './check-file';

/** Inspects the model in a worker, so that a large model does not freeze the page. */
addEventListener('message', ({ data }: MessageEvent<CheckRequest>) => {
  void data.file.arrayBuffer().then(
    (buffer) => postMessage(inspectFor(new Uint8Array(buffer), data.contract)),
    (error: unknown) => postMessage({ unreadable: String(error) }),
  );
});
