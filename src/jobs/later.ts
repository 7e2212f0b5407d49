import { StewardError } from '../errors.ts';

/**
 * Thrown by a handler that wants to be called again after a time, for instance when told to slow down. Not counted as a
 * failed attempt, so it is never given up.
 */
export class Later extends StewardError {
  /** Null: nobody said when. Soon at first and then ever later, see `putOffMs`. */
  readonly afterMs: number | null;

  constructor(afterMs: number | null, because: string) {
    super(because);
    this.afterMs = afterMs;
  }
}

/** How long a job waits that was put off so many times in a row without a time: most of what fails is over in a moment. */
export const putOffMs = [1_000, 2_000, 5_000, 15_000, 60_000, 120_000];
