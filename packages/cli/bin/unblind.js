#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const main = join(__dirname, '../dist/main.js');
if (!existsSync(main)) {
  console.error('The command line is not built yet. In the repository, run: npm run build -- --no-web');
  process.exit(1);
}
require(main);
