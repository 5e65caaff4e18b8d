// Collects why tests were skipped, from the reports of Jest and Playwright: the reason is in the name, as ` [skipped: why]`, or in an annotation.

const inName = (name) => /\[skipped: ([^\]]+)\]/.exec(name)?.[1];
const unsaid = (name) => `no reason given: ${name}`;

/** Takes the report of `jest --json`, and returns one reason per skipped test: the outermost if several apply. */
export function skippedByJest({ testResults }) {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const skipped = tests.filter(({ status }) => ['pending', 'todo', 'disabled'].includes(status));
  return skipped.map(({ ancestorTitles, title }) => inName([...ancestorTitles, title].join(' ')) ?? unsaid(title));
}

function* specsOf({ specs = [], suites = [] }) {
  yield* specs;
  for (const suite of suites) yield* specsOf(suite);
}

/** Takes Playwright's JSON report. Tests after a failed test are skipped without a reason of their own. */
export function skippedByPlaywright(report) {
  const tests = [...specsOf(report)].flatMap(({ title, tests: runs }) => runs.map((run) => ({ title, ...run })));
  const skipped = tests.filter(({ status }) => status === 'skipped');
  const said = ({ annotations }) => annotations.find(({ type }) => type === 'skip')?.description;
  return skipped.map((test) => said(test) ?? inName(test.title) ?? unsaid(test.title));
}

/** '12: third-party file absent, npm run fixtures', the most frequent reason first. */
export function countedByReason(reasons) {
  const counts = {};
  for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
  const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return sorted.map(([reason, count]) => `${count}: ${reason}`);
}
