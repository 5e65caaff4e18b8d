// jsdom with what a browser has beside it: fetch, live streams and workers, and a web server that the page was loaded from.
// A test file asks for it with @jest-environment, and answers requests by `serve` of ./serve.ts.
const { readFileSync } = require('node:fs');
const http = require('node:http');
const { fileURLToPath } = require('node:url');
const threads = require('node:worker_threads');
const { transformSync } = require('@swc/core');
const { TestEnvironment } = require('jest-environment-jsdom');

module.exports = class BrowserEnvironment extends TestEnvironment {
  constructor(config, context) {
    // A page cannot change the origin that it was made with. Without a host, the port is known at once.
    const server = http.createServer().listen(0);
    const { projectConfig } = config;
    const testEnvironmentOptions = { ...projectConfig.testEnvironmentOptions, url: `http://localhost:${server.address().port}/` };
    super({ ...config, projectConfig: { ...projectConfig, testEnvironmentOptions } }, context);
    this.server = server;
  }

  async setup() {
    await super.setup();
    const { global: page } = this;
    this.workers = new Set();
    Object.assign(page, {
      webServer: this.server,
      fetch: fetchOf(page),
      EventSource: eventSourceOf(page),
      Worker: workerOf(page, this.workers),
      TextEncoder,
      TextDecoder,
      // Pages have no layout here.
      ResizeObserver: class {
        observe() {}
        unobserve() {}
        disconnect() {}
      },
    });
    page.Element.prototype.scrollIntoView = () => {};
    page.Element.prototype.hasPointerCapture = () => false;
    page.Blob.prototype.arrayBuffer = function () {
      return bytesOf(page, this);
    };
  }

  async teardown() {
    await Promise.all([...this.workers].map((worker) => worker.terminate()));
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await super.teardown();
  }
};

function bytesOf(page, blob) {
  return new Promise((resolve, reject) => {
    const reader = new page.FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(blob);
  });
}

/** Node's own, with addresses relative to the page. It knows only its own signals. */
function fetchOf(page) {
  return (input, { signal, ...init } = {}) => {
    const control = new AbortController();
    if (signal?.aborted) control.abort(signal.reason);
    signal?.addEventListener('abort', () => control.abort(signal.reason));
    return fetch(new URL(input, page.location.href), { ...init, signal: control.signal });
  };
}

/** Reads a stream until it ends; as a browser, it gives up where the answer is no stream, and connects again where one breaks. */
function eventSourceOf(page) {
  return class EventSource extends page.EventTarget {
    static CLOSED = 2;
    readyState = 0;
    #request;

    constructor(address) {
      super();
      this.#open(new URL(address, page.location.href));
    }

    #open(address) {
      this.#request = http.get(address, { headers: { accept: 'text/event-stream' } }, (answer) => {
        if (answer.statusCode !== 200) return this.#fail(2);
        this.readyState = 1;
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk) => {
          const events = `${text}${chunk}`.split('\n\n');
          text = events.pop();
          for (const event of events) this.#tell(event);
        });
        answer.on('close', () => this.readyState === 1 && this.#fail(0) && setTimeout(() => this.#open(address), 20));
      });
      this.#request.on('error', () => this.readyState !== 2 && this.#fail(2));
    }

    #tell(event) {
      const fields = Object.fromEntries(event.split('\n').map((line) => line.split(/: (.*)/s)));
      this.dispatchEvent(new page.MessageEvent(fields.event ?? 'message', { data: fields.data }));
    }

    #fail(state) {
      this.readyState = state;
      this.onerror?.(new page.Event('error'));
      return true;
    }

    close() {
      this.readyState = 2;
      this.#request.destroy();
    }
  };
}

const preamble = `
const { parentPort } = require('node:worker_threads');
globalThis.addEventListener = (_, listener) => parentPort.on('message', (data) => listener({ data }));
globalThis.postMessage = (data) => parentPort.postMessage(data);
`;

/** The worker's source in a thread of its own. Files cross as Node's, as jsdom's cannot. */
function workerOf(page, workers) {
  return class Worker {
    #thread;

    constructor(address) {
      const filename = fileURLToPath(address.href);
      const { code } = transformSync(readFileSync(filename, 'utf8'), {
        filename,
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'commonjs' },
      });
      this.#thread = new threads.Worker(`${preamble}${code}`, { eval: true });
      workers.add(this.#thread);
      this.#thread.on('message', (data) => this.onmessage?.({ data }));
      this.#thread.on('error', (error) => this.onerror?.({ message: error.message }));
    }

    async postMessage({ file, ...rest }) {
      this.#thread.postMessage({ ...rest, file: new Blob([await bytesOf(page, file)]) });
    }

    terminate() {
      workers.delete(this.#thread);
      void this.#thread.terminate();
    }
  };
}
