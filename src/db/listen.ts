import pg from 'pg';
import type { Log } from '../log.ts';

/**
 * Hears NOTIFY on `channels` over a connection of its own, which is made again whenever it breaks.
 * After each (re)connection every channel is called once with an empty payload: something may have been missed.
 * `called`: what the connection is named; others on the database see the name for as long as we live. `rename` says it anew.
 */
export async function listen(
  url: string,
  channels: string[],
  on: (channel: string, payload: string) => void,
  log?: Log,
  called: () => string = () => 'steward listen',
): Promise<{ stop(): Promise<void>; rename(): Promise<void> }> {
  let client: pg.Client | null = null;
  let again: NodeJS.Timeout | null = null;
  let stopped = false;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: url,
      application_name: called(),
      keepAlive: true,
      connectionTimeoutMillis: 5000,
    });
    const broken = (error?: Error): void => {
      if (client !== next || stopped) return;
      client = null;
      log?.warn({ err: error }, 'The listening connection broke; making it again.');
      retry();
    };
    next.on('error', broken);
    next.on('end', () => broken());
    next.on('notification', (heard) => on(heard.channel, heard.payload ?? ''));
    client = next;
    await next.connect();
    for (const channel of channels) await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    for (const channel of channels) on(channel, '');
  };
  const retry = (): void => {
    if (again || stopped) return;
    again = setTimeout(() => {
      again = null;
      connect().catch(() => {
        client = null;
        retry();
      });
    }, 250);
  };

  await connect();
  return {
    rename: async () => {
      await client?.query(`select set_config('application_name', $1, false)`, [called()]);
    },
    stop: async () => {
      stopped = true;
      if (again) clearTimeout(again);
      await client?.end().catch(() => undefined);
    },
  };
}
