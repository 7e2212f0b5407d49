import { flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { start } from './main.ts';

/** Runs until Ctrl-C or SIGTERM. A second Ctrl-C does not wait; npm sends one twice, so what comes within a second is one. */
export async function startHere(): Promise<number> {
  const house = start({ env: process.env, say: (text) => process.stdout.write(text) });
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  let first = 0;
  const onSignal = (): void => {
    if (first === 0) {
      first = Date.now();
      process.stdout.write('\nStopping…\n');
      setTimeout(
        () => giveUp('Something did not end within 20 seconds; the next start puts it right.'),
        20_000,
      ).unref();
      ask();
    } else if (Date.now() - first > 1000)
      giveUp('Stopped at once; the next start puts right what was under way.');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  stopWithNpm(onSignal);
  const { stop } = await house;
  setTimeout(settleDown, 1000).unref();
  await asked;
  await stop();
  process.stdout.write('Stopped. Everything is kept.\n');
  process.exit(0);
}

/** Keeps what was compiled, so that a program that is killed has it at its next start as well; gives back what only starting needed. */
function settleDown(): void {
  flushCompileCache();
  // V8 would hold it until much more is made. Node offers a collection only by this flag, which is read when a context is made.
  setFlagsFromString('--expose-gc');
  const collect: NodeJS.GCFunction = runInNewContext('gc');
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  setFlagsFromString('--no-expose-gc');
}

/** npm passes a signal on to the shell between us, which dies of it without telling us: then our parent is another one. */
function stopWithNpm(stop: () => void): void {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 250);
  watch.unref();
}

function giveUp(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
