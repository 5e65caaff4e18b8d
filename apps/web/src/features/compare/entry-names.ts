interface Entry {
  submission: { method: string; participant: { handle: string } };
}

/** Distinct names of entries: the method, with the participant if several entries share it, and with a number if that is not enough. */
export function entryNames(entries: readonly Entry[]): string[] {
  const methods = entries.map(({ submission }) => submission.method);
  const withParticipant = entries.map(({ submission: { method, participant } }) =>
    methods.filter((other) => other === method).length > 1 ? `${method}, ${participant.handle}` : method,
  );
  return withParticipant.map((name, at) =>
    withParticipant.filter((other) => other === name).length > 1
      ? `${name} (${withParticipant.slice(0, at + 1).filter((other) => other === name).length})`
      : name,
  );
}
