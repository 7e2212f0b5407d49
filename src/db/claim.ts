import pg from 'pg';

export type Claim = { held: true; release(): Promise<void> } | { held: false; by: string };

const lock = `hashtextextended('steward start', 0)`;
const marked = 'steward start: ';

/**
 * At most one program at a time holds the claim on a database; `as` (up to 40 characters) is what others are told.
 * The claim ends with its connection, so a killed program leaves nothing behind; when the server restarts it is taken again.
 */
export async function claim(url: string, as: string): Promise<Claim> {
  let client = await connect(url, as);
  const { rows } = await client.query(`select pg_try_advisory_lock(${lock}) as mine`);
  if (!rows[0].mine) {
    const holder = await client.query(
      'select application_name as name from pg_stat_activity where application_name like $1 and datname = current_database() and pid <> pg_backend_pid()',
      [`${marked}%`],
    );
    await client.end();
    return { held: false, by: String(holder.rows[0]?.name ?? '').slice(marked.length) };
  }
  let released = false;
  const again = (): void => {
    if (released) return;
    setTimeout(async () => {
      try {
        client = await connect(url, as);
        client.once('end', again);
        await client.query(`select pg_advisory_lock(${lock})`);
      } catch {
        again();
      }
    }, 300).unref();
  };
  client.once('end', again);
  return {
    held: true,
    release: async () => {
      released = true;
      await client.end().catch(() => undefined);
    },
  };
}

async function connect(url: string, as: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `${marked}${as}`,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
