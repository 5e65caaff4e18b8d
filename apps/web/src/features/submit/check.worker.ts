import { inspectFor } from '@unblind/onnx-inspect';
import type { CheckRequest } from './check-file';

/** Reads the graph away from the page's thread, so that a large model does not freeze it. */
addEventListener('message', ({ data }: MessageEvent<CheckRequest>) => {
  void data.file.arrayBuffer().then(
    (buffer) => postMessage(inspectFor(new Uint8Array(buffer), data.contract)),
    (error: unknown) => postMessage({ unreadable: String(error) }),
  );
});
