/** Documented in README.md: scripts rely on them. */
export const exitCodes = {
  ok: 0,
  /** A bug of ours, or the unforeseen. */
  unexpected: 1,
  /** Wrong arguments. */
  usage: 2,
  /** The file, model or predictions are not acceptable; the message says how to mend them. */
  participant: 3,
  /** The platform failed or cannot be reached; trying again later is right. */
  platform: 4,
  /** Not signed in, or not allowed. */
  access: 5,
} as const;

/** An error whose message is for people and whose exit code is for scripts. */
export class CliError extends Error {
  constructor(
    readonly exitCode: number,
    message: string,
    readonly fix?: string,
    /** For --json. */
    readonly code = 'error',
  ) {
    super(message);
    this.name = 'CliError';
  }
}
