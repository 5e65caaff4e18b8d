#!/usr/bin/env node
// node build.mjs OUT.tar [TRAIN]: an image of server.py, model.py, systematics.py and train/ (or another folder of its files) with this Debian's python3, numpy and pandas.
// To add another package, give its folder with --folder, and each compiled module that needs shared libraries with --program.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [, , out = 'fair.tar', trainFolder = join(here, 'train')] = process.argv;
const packages = '/usr/lib/python3/dist-packages';
const python = execFileSync('/usr/bin/python3', ['-c', 'import sys; print("/usr/bin/python%d.%d" % sys.version_info[:2])'], {
  encoding: 'utf8',
}).trim();
const standard = python.replace('/usr/bin', '/usr/lib');

const compiled = ['numpy', 'pandas'].flatMap((name) =>
  readdirSync(join(packages, name), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.so') && !path.includes('test'))
    .map((path) => join(packages, name, path)),
);
const libraries = [...readdirSync(join(standard, 'lib-dynload')).map((path) => join(standard, 'lib-dynload', path)), ...compiled];
const modules = ['server.py', 'model.py', 'systematics.py'].map((name) => `${join(here, name)}=/app/${name}`);
const train = readdirSync(trainFolder).map((name) => `${join(trainFolder, name)}=/app/train/${name}`);
const zones = ['tzdata.zi', 'zone1970.tab', 'zone.tab', 'iso3166.tab'].map((name) => `/usr/share/zoneinfo/${name}`);
const single = [join(packages, 'six.py'), ...zones].map((path) => `${path}=${path}`);

const options = [
  ...[python, ...libraries].flatMap((path) => ['--program', path]),
  ...[standard, ...['numpy', 'pandas', 'dateutil', 'pytz'].map((name) => join(packages, name))].flatMap((path) => ['--folder', path]),
  ...[...modules, ...train, ...single].flatMap((pair) => ['--file', pair]),
];
execFileSync(
  process.execPath,
  [join(here, '../../../../scripts/image-archive.mjs'), out, ...options, '--', python, '-u', '/app/server.py'],
  { stdio: 'inherit' },
);
