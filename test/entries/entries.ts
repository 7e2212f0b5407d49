/** Everything that comes in from Slack goes its real way, through Bolt, inbox and handlers, in a database that forgets it again. */
import { stoppedAt } from '../../src/clock.ts';
import { ensureAgents } from '../../src/crew/crew.ts';
import { runAgent } from '../../src/crew/run.ts';
import type { Db } from '../../src/db/pool.ts';
import { watchRoom } from '../../src/db/room.ts';
import { createInbox } from '../../src/jobs/inbox.ts';
import { silentLog } from '../../src/log.ts';
import { noModels } from '../../src/models/models.ts';
import { roles } from '../../src/policy/matrix.ts';
import type { Role } from '../../src/policy/nouns.ts';
import type { Reply } from '../../src/requests/reply.ts';
import { createConnection } from '../../src/slack/bolt.ts';
import type { SlackClient } from '../../src/slack/client.ts';
import type { Line } from '../../src/slack/line.ts';
import { createSlack } from '../../src/slack/slack.ts';
import { now, seedCast, withoutQuiet } from '../support/company.ts';
import { withDatabase } from '../support/database.ts';

const team = 'T0000001';
export const channel = 'C_DEALS';

/** Whoever can press and type. `role`: a person with that role alone, of EMEA. */
export type Actor = { name: string; slackId: string; personId: string | null; role: Role | null };

const actorOf = (name: string, role: Role | null, personId: string | null = `P-${name}`): Actor => ({
  name,
  slackId: `U_X_${name.toUpperCase()}`,
  personId,
  role,
});
export const actors: readonly Actor[] = [
  ...roles.map((role) => actorOf(role, role)),
  actorOf('norole', null),
  actorOf('left', null),
  actorOf('outsider', null, null),
  actorOf('guest', null, null),
  actorOf('stranger', null, null),
  actorOf('bot', null, null),
];

/** What Slack says of those who are not among the people: two of them have the address of a manager. */
const profiles: Record<string, object> = {
  U_X_OUTSIDER: { team_id: team, profile: { email: 'lena@example.com' } },
  U_X_GUEST: { team_id: team, is_restricted: true, profile: { email: 'guest@example.com' } },
  U_X_STRANGER: { team_id: 'T_OTHER', is_stranger: true, profile: { email: 'mara@example.com' } },
  U_X_BOT: { team_id: team, is_bot: true, profile: { email: 'mara@example.com' } },
};

type Pressed = {
  menu?: true;
  /** The message or view that it stands on. */
  ts?: string;
  form?: object;
  home?: true;
};

export type Entries = {
  db: Db;
  clock: ReturnType<typeof stoppedAt>;
  slack: ReturnType<typeof createSlack>;
  connection: Line['connection'];
  press(who: Actor, action: string, value: string, on?: Pressed): Promise<void>;
  /** Sends a form: what it kept, and what is typed into its fields. */
  submit(who: Actor, form: string, kept: object, typed?: Record<string, string | string[]>): Promise<void>;
  /** By `/steward`; a plan that waits for a yes gets it. */
  say(who: Actor, text: string): Promise<Reply>;
  /** The same, without the yes. */
  plan(who: Actor, text: string): Promise<Reply>;
  /** The last window that was opened for somebody; null: none since the cell began. */
  opened(): unknown;
  /** Does it, says whether anything but the books of asking changed, and takes all of it back. */
  changes(work: () => Promise<unknown>): Promise<boolean>;
  cell<T>(work: () => Promise<T>): Promise<T>;
};

export const withEntries = (work: (entries: Entries) => Promise<void>): Promise<void> =>
  withDatabase(async (pool) => {
    await seedCast(pool);
    await ensureAgents({ db: pool, local: true });
    await withoutQuiet(pool);
    await pool('people').insert(
      actors.flatMap(({ name, slackId, personId, role }) =>
        personId === null
          ? []
          : [
              {
                id: personId,
                source: 'test',
                source_id: personId,
                name: `Only ${name}`,
                email: `only-${name}@example.com`,
                slack_id: slackId,
                tz: 'UTC',
                roles: name === 'left' ? [...roles] : role ? [role] : [],
                team_id: 'G-emea',
                territory_id: 'T-emea',
                active: name !== 'left',
              },
            ],
      ),
    );
    await pool.transaction(async (db) => {
      // What is entered here has a pool otherwise, and may ask two things at once.
      const connection: { queues?: boolean } = await db.client.acquireConnection();
      connection.queues = true;
      const entries = await entriesOf(db);
      try {
        await work(entries);
      } finally {
        await entries.slack.stop();
        connection.queues = false;
      }
    });
  });

async function entriesOf(db: Db): Promise<Entries> {
  const clock = stoppedAt(now);
  const log = silentLog();
  const client = recorder();
  const slack = {
    botToken: 'xoxb-t',
    appToken: null,
    signingSecret: 's'.repeat(32),
    mode: 'http',
    apiUrl: null,
  } as const;
  const inbox = createInbox({ db });
  const room = watchRoom({ db, folder: null });
  const connection = createConnection({
    slack,
    client: client.client,
    inbox,
    sayLost: async () => null,
    log,
  });
  const line = { client: client.client, inbox, connection, room };
  const house = createSlack({
    config: { slack, zone: 'UTC', local: true },
    db,
    clock,
    log,
    models: noModels,
    wake: async (trx, agent, person) => {
      const by = { kind: 'person', id: person.id } as const;
      await runAgent({ db: trx, now: clock, zone: 'UTC' }, { agent, by, wokenBy: 'hand' });
    },
    perSecond: 100_000,
    line,
  });
  await house.start();

  let sent = 0;
  const arrive = async (body: Record<string, unknown>): Promise<void> => {
    await connection.app.processEvent({ body, ack: async (answer) => client.answered(answer) });
    const stored = await db('inbox').whereNull('done_at').orderBy('id').select('id', 'kind', 'body');
    for (const { id, kind, body: kept } of stored) {
      await house.inbox[kind as 'action']({ id, attempt: 1, body: kept });
      await db('inbox').where({ id }).update({ done_at: now });
    }
  };
  const user = ({ slackId }: Actor) => ({ id: slackId, team_id: team });
  const press: Entries['press'] = (who, action, value, on = {}) => {
    sent += 1;
    const ts = on.ts ?? '1.1';
    const home = on.home ? { id: 'V_HOME', type: 'home', private_metadata: '' } : undefined;
    const modal = on.form && { id: 'V_FORM', type: 'modal', private_metadata: JSON.stringify(on.form) };
    const view = home ?? modal;
    return arrive({
      type: 'block_actions',
      team: { id: team },
      user: user(who),
      trigger_id: `trigger.${sent}`,
      ...(view
        ? { view, container: { type: 'view', view_id: view.id } }
        : { channel: { id: channel }, container: { type: 'message', message_ts: ts, channel_id: channel } }),
      actions: [
        {
          action_id: action,
          block_id: 'b',
          action_ts: `${sent}`,
          ...(on.menu ? { type: 'overflow', selected_option: { value } } : { type: 'button', value }),
        },
      ],
    });
  };
  const submit: Entries['submit'] = (who, callback_id, kept, typed = {}) => {
    sent += 1;
    const values = Object.entries(typed).map(([block, given]) => [
      block,
      {
        x: Array.isArray(given) ? { selected_options: given.map((value) => ({ value })) } : { value: given },
      },
    ]);
    const private_metadata = JSON.stringify(kept);
    return arrive({
      type: 'view_submission',
      team: { id: team },
      user: user(who),
      view: {
        id: `V${sent}`,
        hash: `${sent}`,
        type: 'modal',
        callback_id,
        private_metadata,
        state: { values: Object.fromEntries(values) },
      },
    });
  };
  const plan: Entries['plan'] = async (who, text) => {
    sent += 1;
    await arrive({
      command: '/steward',
      team_id: team,
      channel_id: channel,
      user_id: who.slackId,
      trigger_id: `trigger.${sent}`,
      text,
    });
    const row = await db('requests')
      .where({ slack_user: who.slackId })
      .orderBy('id', 'desc')
      .first('id', 'reply');
    if (!row?.reply) throw new Error(`${who.name} was not answered: ${text}`);
    return row.reply;
  };
  const say: Entries['say'] = async (who, text) => {
    const reply = await plan(who, text);
    return reply.kind === 'confirm' ? plan(who, 'yes') : reply;
  };
  const watched: string[] = await db('pg_stat_user_tables')
    .where({ schemaname: 'public' })
    .whereNotIn('relname', books)
    .pluck('relid');
  const written = async (): Promise<string> => {
    const { rows } = await db.raw<{ rows: { written: string }[] }>(writes, [watched]);
    return rows[0]?.written ?? '';
  };
  const cell: Entries['cell'] = async (work) => {
    client.forget();
    await db.raw('savepoint cell');
    try {
      return await work();
    } finally {
      await db.raw('rollback to savepoint cell');
      await db.raw('release savepoint cell');
    }
  };
  return {
    db,
    clock,
    slack: house,
    connection,
    press,
    submit,
    say,
    plan,
    opened: client.opened,
    cell,
    changes: async (work) => {
      const before = await written();
      await work();
      return (await written()) !== before;
    },
  };
}

/** Asking and refusing are written down, and cards are drawn again: none of that is what was asked for. */
const books = [
  'audit',
  'inbox',
  'inbox_keys',
  'outbox',
  'requests',
  'runs',
  'cards',
  'access_requests',
  'exports',
];
// What `pg_stat_xact_user_tables` shows: that view joins the catalogue each time, and is asked before and after each press.
const writes = `select sum(pg_stat_get_xact_tuples_inserted(t) + pg_stat_get_xact_tuples_updated(t) + pg_stat_get_xact_tuples_deleted(t)) as written
  from unnest(?::oid[]) t`;

/** Slack's side: every call is taken, and windows are remembered. */
function recorder(): {
  client: SlackClient;
  opened: () => unknown;
  answered: (answer: unknown) => void;
  forget: () => void;
} {
  let opened: unknown = null;
  const answer = (path: string, asked: Record<string, unknown>): object => {
    if (path === 'auth.test') return { ok: true, team_id: team, user_id: 'U_STEWARD', bot_id: 'B_STEWARD' };
    if (path === 'users.info') return { ok: true, user: profiles[String(asked.user)] ?? {} };
    if (path === 'conversations.open') return { ok: true, channel: { id: `D_${asked.users}` } };
    if (/^views\.(?:open|push|update)$/.test(path)) opened = asked.view;
    return {
      ok: true,
      ts: '2.2',
      message_ts: '2.2',
      view: { id: 'V_OPENED', hash: 'h' },
      channels: [{ id: channel, name: 'deals' }],
    };
  };
  const method = (path: string): unknown =>
    new Proxy(async () => ({}), {
      get: (_, name) =>
        path === '' && name === 'then' ? undefined : method([path, String(name)].filter(Boolean).join('.')),
      apply: async (_, __, [asked = {}]) => answer(path, asked),
    });
  return {
    client: method('') as SlackClient,
    opened: () => opened,
    // A form that is answered while Slack waits turns into the next window, or says what is wrong in it.
    answered: (answer) => {
      opened = answer ?? opened;
    },
    forget: () => {
      opened = null;
    },
  };
}
