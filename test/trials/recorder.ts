/** Numbers every call that passes the proxies, and knows at which one the worker is to die. */

export type Place = 'postgres' | 'slack' | 'crm';
export type When = 'before' | 'after';
/** The k-th call of this name since arming. */
export type Point = { label: string; k: number; when: When };
export type Passing = 'on' | 'stop here' | 'hold the answer';

export function createRecorder() {
  let count = 0;
  let listening: string[] | null = null;
  const meddlers = new Map<string, () => void>();
  let armed: { point: Point; seen: number; hit: () => void; kill: () => void } | null = null;

  return {
    /** Every call comes by here, in the order in which it is forwarded. */
    pass: (label: string): Passing => {
      count += 1;
      listening?.push(label);
      const meddle = meddlers.get(label);
      if (meddle && meddlers.delete(label)) meddle();
      if (armed?.point.label !== label) return 'on';
      armed.seen += 1;
      if (armed.seen !== armed.point.k) return 'on';
      if (armed.point.when === 'after') return 'hold the answer';
      strike();
      return 'stop here';
    },
    /** The answer is complete and nobody has seen it. */
    answered: (): void => strike(),
    /** Resolves when the worker was killed there. */
    arm: (point: Point, kill: () => void): Promise<void> =>
      new Promise((hit) => {
        armed = { point, seen: 0, hit, kill };
      }),
    /** Does something in the moment before the next call of this name is forwarded. */
    justBefore: (label: string, meddle: () => void): void => {
      meddlers.set(label, meddle);
    },
    disarm: (): void => {
      armed = null;
    },
    /** Writes down what passes until `stop`. */
    listen: (): { stop(): string[] } => {
      const heard: string[] = [];
      listening = heard;
      return {
        stop: () => {
          if (listening === heard) listening = null;
          return heard;
        },
      };
    },
    count: (): number => count,
  };

  function strike(): void {
    const struck = armed;
    armed = null;
    struck?.kill();
    struck?.hit();
  }
}
export type Recorder = ReturnType<typeof createRecorder>;
