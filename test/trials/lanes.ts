/** Several lanes side by side, each a process of its own; a job goes to the first that is free. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { JobName, Jobs, Use } from './jobs.ts';
import type { Delivered } from './lane.ts';

const file = fileURLToPath(new URL('lane.ts', import.meta.url));

export type Lanes = ReturnType<typeof openLanes>;

export function openLanes(use: { count: number; server: string; place: string; seed: number }) {
  const lanes = Array.from({ length: use.count }, () =>
    fork(file, { execArgv: ['--disable-warning=ExperimentalWarning'] }),
  );
  const free = [...lanes];
  const queue: ((lane: ChildProcess) => void)[] = [];
  const waiting = new Map<number, (delivered: Delivered) => void>();
  let orders = 0;
  let closing = false;
  for (const lane of lanes) {
    lane.on('message', (delivered: Delivered) => waiting.get(delivered.id)?.(delivered));
    lane.on('exit', () => {
      if (!closing) for (const [id, done] of waiting) done({ id, error: 'A lane ended before its job.' });
    });
  }
  const freeLane = (): Promise<ChildProcess> =>
    new Promise((resolve) => {
      const lane = free.shift();
      if (lane) resolve(lane);
      else queue.push(resolve);
    });

  return {
    run: async <J extends JobName>(job: J, input: Jobs[J]['input']): Promise<Jobs[J]['result']> => {
      const id = ++orders;
      const lane = await freeLane();
      try {
        const delivered = await new Promise<Delivered>((resolve) => {
          waiting.set(id, resolve);
          const told: Use = {
            server: use.server,
            place: use.place,
            name: `trial_${process.pid}_${id}`,
            seed: use.seed + id,
          };
          lane.send({ id, job, use: told, input });
        });
        if (delivered.error !== undefined) throw new Error(`The job "${job}" failed: ${delivered.error}`);
        return delivered.result as Jobs[J]['result'];
      } finally {
        waiting.delete(id);
        const next = queue.shift();
        if (next) next(lane);
        else free.push(lane);
      }
    },
    close: async (): Promise<void> => {
      closing = true;
      await Promise.all(
        lanes.map((lane) => {
          if (lane.exitCode !== null || lane.signalCode !== null) return null;
          const gone = new Promise((resolve) => lane.once('exit', resolve));
          lane.disconnect();
          return gone;
        }),
      );
    },
  };
}
