/** Documented in README.md: scripts rely on them. */
export const exitCodes = {
  ok: 0,
  /** An unexpected error: a bug in this software. */
  unexpected: 1,
  /** Wrong arguments, such as a file or a challenge that is not there. */
  usage: 2,
  /** The file, model or predictions are not acceptable; the message says how to fix them. */
  participant: 3,
  /** The platform failed or cannot be reached; try again later. */
  platform: 4,
  /** Not signed in, or not allowed. */
  access: 5,
} as const;

/** An error with a message for people and an exit code for scripts. */
export class CliError extends Error {
  constructor(
    readonly exitCode: number,
    message: string,
    readonly fix?: string,
    /** Printed with --json. */
    readonly code = 'error',
  ) {
    super(message);
    this.name = 'CliError';
  }
}
