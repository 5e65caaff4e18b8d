// A thread that hashes and verifies passwords, so that the API's own thread goes on answering.
// Plain JavaScript: threads of Node 20 load no TypeScript, and the tests run from the sources.
const { parentPort } = require('node:worker_threads');
const { argon2Verify, argon2id } = require('hash-wasm');

const run = ({ hash, ...options }) =>
  hash === undefined
    ? argon2id({ ...options, outputType: 'encoded' })
    : argon2Verify({ hash, password: options.password }).catch(() => false);

parentPort.on('message', (task) => {
  // An error is not caught: it ends the thread, and the caller is told.
  void run(task).then((answer) => parentPort.postMessage(answer));
});
