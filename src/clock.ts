/**
 * Wall time, as an argument. Leases, retries and audit use the database's clock instead.
 * A set clock starts at a given instant and runs on from there.
 */
export type Clock = { now: () => Date; isSet: () => boolean };

export const systemClock: Clock = { now: () => new Date(), isSet: () => false };

/** A clock that stands still, for tests. */
export const stoppedAt = (instant: string | Date): Clock & { move: (to: string | Date) => void } => {
  let at = new Date(instant);
  return {
    now: () => at,
    isSet: () => true,
    move: (to) => {
      at = new Date(to);
    },
  };
};

/** A clock that starts at `instant` now and runs on; `set` moves it again while the program runs. */
export const startingAt = (instant: Date | null): Clock & { set: (to: Date | null) => void } => {
  let shift = instant ? instant.getTime() - Date.now() : null;
  return {
    now: () => new Date(Date.now() + (shift ?? 0)),
    isSet: () => shift !== null,
    set: (to) => {
      shift = to ? to.getTime() - Date.now() : null;
    },
  };
};
