/** `steward fault`: lets something go wrong between Steward and the local workspace, as its page does. */
import { z } from 'zod';
import { type Given, print, text, word } from './commands.ts';
import { type Config, readConfig } from './config.ts';
import { notedAddress } from './db/home.ts';
import { NotAllowed, Unavailable, UsedWrongly } from './errors.ts';
import { createDoor } from './outside/door.ts';

const Faults = z.object({
  choices: z.array(z.object({ name: z.string(), says: z.string() })),
  on: z.array(z.object({ text: z.string() })),
});

export async function faultHere(given: Given): Promise<number> {
  const config = readConfig(process.env);
  if (!config.local)
    throw new NotAllowed('Faults can be tried with the local workspace only.', {
      fix: 'Start Steward without Slack tokens.',
    });
  const wanted = wantedOf(given);
  const { choices, on } = await switched(await addressOf(config), wanted);
  const name = word(given, 0);
  print(
    given,
    { choices, on: on.map(({ text }) => text) },
    [
      ...(name === '' ? [...choices.map((one) => `  ${one.name.padEnd(12)} ${one.says}`), ''] : []),
      ...(name === 'cut' ? ['The connection was cut. Steward comes again by itself.'] : []),
      ...(on.length === 0 ? ['No fault is on.'] : on.map(({ text }) => `On. ${text}.`)),
    ].join('\n'),
  );
  return 0;
}

type Wanted = { off?: true; cut?: true; fault?: string; times?: number | null; on?: string };

/** Null: only look. */
function wantedOf(given: Given): Wanted | null {
  const name = word(given, 0);
  if (name === '') return null;
  if (name === 'off') return { off: true };
  if (name === 'cut') return { cut: true };
  const times = text(given, 'times') ?? '1';
  if (times !== 'always' && !/^[1-9]\d{0,2}$/.test(times))
    throw new UsedWrongly(`--times is "${times}" but must be a whole number from 1 to 999, or always.`);
  const on = text(given, 'on');
  return { fault: name, times: times === 'always' ? null : Number(times), ...(on ? { on } : {}) };
}

/** Where the house of this folder listens, unless somebody names another port. */
async function addressOf({ home, port, portNamed }: Config): Promise<string> {
  const noted = portNamed && port !== 0 ? null : await notedAddress(home);
  return noted ?? `http://127.0.0.1:${port}`;
}

async function switched(origin: string, wanted: Wanted | null): Promise<z.infer<typeof Faults>> {
  const { fetch } = createDoor({ allowed: [origin] });
  const answer = await fetch(`${origin}/_page/faults`, {
    ...(wanted ? { method: 'POST', body: JSON.stringify(wanted) } : {}),
    signal: AbortSignal.timeout(10_000),
  }).catch((cause: unknown) => {
    throw new Unavailable(`No Steward answers at ${origin}.`, {
      fix: 'Start it first (npm start), or set the STEWARD_HOME or PORT that it was started with.',
      cause,
    });
  });
  if (answer.status === 400 && wanted) {
    const { choices } = await switched(origin, null);
    const names = choices.map(({ name }) => name);
    if (wanted.fault !== undefined && !names.includes(wanted.fault))
      throw new UsedWrongly(`There is no fault "${wanted.fault}".`, {
        fix: `Use one of: ${[...names, 'off', 'cut'].join(', ')}.`,
      });
    throw new UsedWrongly(`--on is "${wanted.on}" but must be messages, windows or everything.`);
  }
  const read = Faults.safeParse(await answer.json().catch(() => null));
  if (!read.success)
    throw new Unavailable(`What answers at ${origin} is not the local workspace.`, {
      fix: 'Set the STEWARD_HOME or PORT that Steward was started with.',
    });
  return read.data;
}
