interface Entry {
  submission: { method: string; participant: { handle: string } };
}

/** What entries are called beside each other: by the method, with who sent it where two have the same, and numbered where that is not enough. */
export function namesOf(entries: readonly Entry[]): string[] {
  const methods = entries.map(({ submission }) => submission.method);
  const withSender = entries.map(({ submission: { method, participant } }) =>
    methods.filter((other) => other === method).length > 1 ? `${method}, ${participant.handle}` : method,
  );
  return withSender.map((name, at) =>
    withSender.filter((other) => other === name).length > 1
      ? `${name} (${withSender.slice(0, at + 1).filter((other) => other === name).length})`
      : name,
  );
}
