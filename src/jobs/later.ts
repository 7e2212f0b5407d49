import { StewardError } from '../errors.ts';

/** Thrown by a handler that wants to be called again after a time, for instance when told to slow down. Not counted as a failed attempt. */
export class Later extends StewardError {
  readonly afterMs: number;

  constructor(afterMs: number, because: string) {
    super(because);
    this.afterMs = afterMs;
  }
}
