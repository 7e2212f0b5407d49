/** The error family. Each carries facts and, in `fix`, what a person can do about it. Expected outcomes are returned, not thrown. */
export class StewardError extends Error {
  readonly fix: string;
  readonly facts: Record<string, unknown>;

  constructor(
    message: string,
    options: { fix?: string; facts?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.fix = options.fix ?? '';
    this.facts = options.facts ?? {};
  }
}

/** What came in cannot be understood or is out of range; nothing was changed. */
export class BadInput extends StewardError {}

/** The program cannot start; the message names the thing and `fix` the way out. Exit code 1. */
export class CannotStart extends StewardError {}

/** The command line was used wrongly. Exit code 2. */
export class UsedWrongly extends StewardError {}

/** The person may not do this. The message says what is possible instead. */
export class NotAllowed extends StewardError {}

/** Nothing of that name or id exists. */
export class NotFound extends StewardError {}

/** The other side did certainly not do what was asked; it can be tried again. */
export class Unavailable extends StewardError {}

/** The answer was lost: the other side may or may not have done it. Look before trying again. */
export class OutcomeUnknown extends StewardError {}
