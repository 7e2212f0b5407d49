/** The workers of a world: started, killed, started again. One more is always loaded and waits for its turn. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type Worker = {
  pid: number;
  /** Resolves when the house is up; rejects when it ended before. */
  start(): Promise<void>;
  /** SIGKILL. */
  kill(): void;
  ended: Promise<void>;
  isUp(): boolean;
};

export const workerPath = 'test/trials/worker.ts';
/** What was compiled for this run of the trials, else the source. */
const file = process.env.TRIAL_WORKER ?? fileURLToPath(new URL('worker.ts', import.meta.url));

export function createWorkers(use: {
  env: Record<string, string>;
  logFile: string;
  unhandled: (message: string) => void;
}) {
  const living = new Set<ChildProcess>();
  let spare: Worker | null = null;
  let exits = 0;
  let killed = 0;

  const load = (): Worker => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
      env: { ...quietEnvironment(), ...use.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    living.add(child);
    const started = Promise.withResolvers<void>();
    started.promise.catch(() => undefined);
    let up = false;
    let meant = false;
    const ended = new Promise<void>((resolve) =>
      child.once('exit', () => {
        up = false;
        living.delete(child);
        if (!meant && !stopping) exits += 1;
        started.reject(new Error('A worker ended before it was up.'));
        resolve();
      }),
    );
    child.stdin?.on('error', () => undefined);
    child.stderr.pipe(createWriteStream(use.logFile, { flags: 'a' }), { end: true });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const heard: { word: string; message?: string } = JSON.parse(line);
      if (heard.word === 'unhandled') use.unhandled(heard.message ?? '');
      if (heard.word !== 'started') return;
      up = true;
      started.resolve();
    });
    return {
      pid: child.pid ?? 0,
      start: () => {
        child.stdin?.write('go\n');
        return started.promise;
      },
      kill: () => {
        meant = true;
        killed += 1;
        child.kill('SIGKILL');
      },
      ended,
      isUp: () => up,
    };
  };
  let stopping = false;

  return {
    /** The next worker, loaded already; it is not started yet. */
    next: (): Worker => {
      const worker = spare ?? load();
      spare = load();
      return worker;
    },
    killed: () => killed,
    /** Ends that nobody asked for. */
    exits: () => exits,
    /** All stand still, until they go on. */
    hold: (): void => {
      for (const child of living) child.kill('SIGSTOP');
    },
    goOn: (): void => {
      for (const child of living) child.kill('SIGCONT');
    },
    stop: async (): Promise<void> => {
      stopping = true;
      const all = [...living];
      await Promise.all(
        all.map((child) => {
          const gone = new Promise((resolve) => child.once('exit', resolve));
          child.kill('SIGKILL');
          return gone;
        }),
      );
    },
  };
}

/** Nothing of the caller's own Steward gets into a trial. */
function quietEnvironment(): Record<string, string> {
  const foreign = /^(DATABASE_|STEWARD_|SLACK_|ANTHROPIC_|OPENAI_|MODEL_|CRM$|PORT$|HOST$|LOG_LEVEL$)/;
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || foreign.test(name) ? [] : [[name, value]],
    ),
  );
}
