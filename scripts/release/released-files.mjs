// The text changes of a release. Pure functions, so that a dry run and a release cannot differ.

const own = /^@unblind\//;

/** @returns the new texts by path. `files` holds the old ones: manifests, the lockfile, openapi.json, CITATION.cff, CHANGELOG.md. */
export function releasedFiles(files, { version, date }) {
  const changed = Object.entries(files).map(([path, text]) => [path, changeOf(path)(text, { version, date })]);
  return Object.fromEntries(changed.filter(([path, text]) => text !== files[path]));
}

function changeOf(path) {
  if (path.endsWith('package.json')) return inJson(setVersion);
  if (path === 'package-lock.json') return inJson(setVersionsOfLockfile);
  if (path.endsWith('openapi.json')) return inJson((document, version) => (document.info.version = version));
  if (path === 'CITATION.cff') return cite;
  if (path === 'CHANGELOG.md') return closeUnreleased;
  throw new Error(`A release does not know how to change ${path}`);
}

const inJson =
  (change) =>
  (text, { version }) => {
    const value = JSON.parse(text);
    change(value, version);
    return `${JSON.stringify(value, null, 2)}\n`;
  };

/** Sets the version of a package and of the workspaces that it depends on. */
function setVersion(manifest, version) {
  manifest.version = version;
  for (const list of ['dependencies', 'devDependencies'])
    for (const name of Object.keys(manifest[list] ?? {})) if (own.test(name)) manifest[list][name] = version;
}

function setVersionsOfLockfile(lock, version) {
  lock.version = version;
  for (const [path, entry] of Object.entries(lock.packages)) if (!path.includes('node_modules')) setVersion(entry, version);
}

const cite = (text, { version, date }) => {
  const rest = text.replace(/^(version|date-released):.*\n/gm, '');
  return `${rest.trimEnd()}\nversion: ${version}\ndate-released: ${date}\n`;
};

const unreleased = '## [Unreleased]\n';

function closeUnreleased(text, { version, date }) {
  if (notesOf(text) === '') throw new Error('CHANGELOG.md has nothing under [Unreleased]: write there what this release brings');
  return text.replace(unreleased, `${unreleased}\n## [${version}] - ${date}\n`);
}

/** The text under [Unreleased]. */
export function notesOf(changelog) {
  const [, after] = changelog.split(unreleased);
  if (after === undefined) throw new Error('CHANGELOG.md has no line "## [Unreleased]"');
  return after.split(/^## \[/m)[0].trim();
}
