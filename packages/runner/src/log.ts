type Write = (about: Readonly<Record<string, unknown>>, message: string) => void;

/** Where a runner says what it does: pino's shape. */
export type Log = Readonly<Record<'info' | 'warn' | 'error', Write>>;
