/** The end of the name of a test that does not run. `npm test` counts skipped tests by the reason it finds there. */
export const skipSuffix = (reason: string): string => ` [skipped: ${reason}]`;

/** `describe` where the condition holds, else a skipped one whose name says what is missing. */
export function describeWhere(condition: boolean, missing: string, name: string, body: () => void): void {
  if (condition) describe(name, body);
  else describe.skip(name + skipSuffix(missing), body);
}

/** `test` where the condition holds, else a skipped one whose name says what is missing. */
export function testWhere(condition: boolean, missing: string, name: string, body: () => unknown): void {
  const run = async () => {
    await body();
  };
  if (condition) test(name, run);
  else test.skip(name + skipSuffix(missing), run);
}
