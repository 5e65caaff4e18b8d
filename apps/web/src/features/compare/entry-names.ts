interface Entry {
  submission: { method: string; participant: { handle: string } };
}

/** Names that tell entries apart side by side: the method; where two share it, with the participant; where that is not enough, numbered. */
export function entryNames(entries: readonly Entry[]): string[] {
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
