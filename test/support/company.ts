import { stoppedAt } from '../../src/clock.ts';
import type { Db, Statement } from '../../src/db/pool.ts';
import { setSetting } from '../../src/settings/settings.ts';

/** The day on which the cast lives: a Friday. */
export const today = '2026-03-20';
export const now = new Date('2026-03-20T10:00:00Z');

/** Ids of the cast. Lena Fox (Slack U_LENA) is in the workspace and not among the people. */
export const cast = {
  mara: 'P-mara', // manager of EMEA
  priya: 'P-priya', // rep, EMEA
  tom: 'P-tom', // rep, EMEA
  oskar: 'P-oskar', // owner of the pipeline agent
  ana: 'P-ana', // approver, fallback owner
  nora: 'P-nora', // manager of AMER
  dan: 'P-dan', // rep, AMER
  ada: 'P-ada', // admin
  lenaSlack: 'U_LENA',
} as const;

export const slackIdOf = (personId: string): string => `U_${personId.slice(2).toUpperCase()}`;

let text = '';

/** A small fixed company: two territories, eight people, six stages, five accounts, eight deals, three leads. */
export async function seedCast(db: Db): Promise<void> {
  // In one go: some thousand tests begin with it.
  text ||= theCast(db).join(';\n');
  await db.raw(text);
}

function theCast(db: Db): string[] {
  const statements: string[] = [];
  const add = (statement: Statement) => statements.push(statement.toQuery());
  const source = (id: string) => ({ id, source: 'test', source_id: id });
  add(
    db('territories').insert([
      { id: 'T-emea', name: 'EMEA' },
      { id: 'T-amer', name: 'AMER' },
    ]),
  );
  add(
    db('teams').insert([
      { id: 'G-emea', name: 'EMEA Sales', territory_id: 'T-emea' },
      { id: 'G-amer', name: 'AMER Sales', territory_id: 'T-amer' },
    ]),
  );
  const person = (
    id: string,
    name: string,
    roles: string[],
    at: 'emea' | 'amer' | null,
    manager: string | null = null,
  ) => ({
    ...source(id),
    name,
    email: `${name.split(' ')[0]?.toLowerCase()}@example.com`,
    slack_id: slackIdOf(id),
    tz: at === 'amer' ? 'America/New_York' : 'Europe/Berlin',
    roles,
    team_id: at && `G-${at}`,
    territory_id: at && `T-${at}`,
    manager_id: manager,
  });
  add(
    db('people').insert([
      person(cast.mara, 'Mara Lind', ['manager'], 'emea'),
      person(cast.nora, 'Nora Quinn', ['manager'], 'amer'),
      person(cast.oskar, 'Oskar Weber', ['owner'], null),
      person(cast.ana, 'Ana Ruiz', ['approver', 'owner'], null),
      person(cast.ada, 'Ada Moss', ['admin'], null),
      person(cast.priya, 'Priya Nair', ['rep'], 'emea', cast.mara),
      person(cast.tom, 'Tom Reyes', ['rep'], 'emea', cast.mara),
      person(cast.dan, 'Dan Cole', ['rep'], 'amer', cast.nora),
    ]),
  );
  const stages: [string, 'open' | 'won' | 'lost'][] = [
    ['Discovery', 'open'],
    ['Proposal', 'open'],
    ['Negotiation', 'open'],
    ['Contract', 'open'],
    ['Won', 'won'],
    ['Lost', 'lost'],
  ];
  add(
    db('stages').insert(
      stages.map(([name, is], i) => ({ id: `S-${name.toLowerCase()}`, name, order: i + 1, is })),
    ),
  );
  add(
    db('products').insert([
      { ...source('PR-core'), name: 'Core', list_price: 10_000 },
      { ...source('PR-plus'), name: 'Plus', list_price: 40_000 },
    ]),
  );
  const account = (id: string, name: string, territory: string, tags: string[] = []) => ({
    ...source(id),
    name,
    industry: 'Software',
    tags,
    territory_id: territory,
  });
  add(
    db('accounts').insert([
      account('A-acme', 'Acme', 'T-emea', ['strategic']),
      account('A-globex', 'Globex', 'T-emea'),
      account('A-initech', 'Initech', 'T-emea'),
      account('A-hooli', 'Hooli', 'T-amer'),
      account('A-umbrella', 'Umbrella', 'T-amer'),
    ]),
  );
  // Nobody is told of the accounts: whoever looks for the first time looks at all of them.
  add(db('touched').where({ noun: 'account' }).delete());
  theirDeals(db).forEach(add);
  add(
    db('leads').insert([
      {
        ...source('L-1'),
        name: 'Jo Park',
        email: 'jo@park.example',
        company: 'Park & Co',
        territory_id: 'T-emea',
        created_at: '2026-03-20T08:00Z',
      },
      {
        ...source('L-2'),
        name: 'Kim Lee',
        email: 'kim@lee.example',
        company: 'Lee Labs',
        territory_id: 'T-emea',
        created_at: '2026-03-19T08:00Z',
      },
      {
        ...source('L-3'),
        name: 'Sam Hill',
        email: 'sam@hill.example',
        company: 'Hillside',
        territory_id: 'T-amer',
        created_at: '2026-03-19T09:00Z',
      },
    ]),
  );
  return statements;
}

/** Deals with their current version. D-acme: 47 days in Negotiation and a close date in the past. */
function theirDeals(db: Db): Statement[] {
  type Row = [
    id: string,
    name: string,
    account: string,
    owner: string,
    stage: string,
    amount: number | null,
    since: string,
    close: string | null,
    last: string | null,
  ];
  const rows: Row[] = [
    [
      'D-acme',
      'Acme Platform',
      'A-acme',
      cast.priya,
      'Negotiation',
      42_000,
      '2026-02-01',
      '2026-03-10',
      '2026-02-20',
    ],
    [
      'D-globex',
      'Globex Renewal',
      'A-globex',
      cast.priya,
      'Negotiation',
      120_000,
      '2026-03-05',
      '2026-04-30',
      '2026-03-18',
    ],
    [
      'D-initech',
      'Initech Expansion',
      'A-initech',
      cast.tom,
      'Proposal',
      18_500,
      '2026-01-15',
      '2026-05-15',
      '2026-01-20',
    ],
    ['D-initech-2', 'Initech Pilot', 'A-initech', cast.tom, 'Discovery', null, '2026-03-12', null, null],
    [
      'D-hooli',
      'Hooli Rollout',
      'A-hooli',
      cast.dan,
      'Negotiation',
      75_000,
      '2026-01-30',
      '2026-03-31',
      '2026-03-01',
    ],
    [
      'D-umbrella',
      'Umbrella Core',
      'A-umbrella',
      cast.dan,
      'Contract',
      210_000,
      '2026-03-15',
      '2026-03-27',
      '2026-03-19',
    ],
    ['D-won', 'Acme Starter', 'A-acme', cast.priya, 'Won', 9_000, '2026-02-10', '2026-02-10', '2026-02-10'],
    ['D-lost', 'Globex Trial', 'A-globex', cast.tom, 'Lost', 6_000, '2026-02-12', '2026-02-12', '2026-02-11'],
  ];
  const deals = rows.map(([id, name, account, owner, stage, amount, since, close, last]) => ({
    name,
    account_id: account,
    owner_id: owner,
    product_id: 'PR-core',
    territory_id: owner === cast.dan ? 'T-amer' : 'T-emea',
    stage_id: `S-${stage.toLowerCase()}`,
    status: stage === 'Won' ? 'won' : stage === 'Lost' ? 'lost' : 'open',
    amount,
    currency: amount === null ? null : 'USD',
    created_on: '2026-01-02',
    close_date: close,
    stage_since: since,
    last_activity_on: last,
    id,
  }));
  return [
    db('deals').insert(deals.map((deal) => ({ ...deal, source: 'test', source_id: deal.id }))),
    db('deal_versions').insert(
      deals.map(({ id, ...deal }) => ({
        ...deal,
        deal_id: id,
        valid_from: `${deal.stage_since}T00:00Z`,
        version: 1,
      })),
    ),
  ];
}

/** No hour and no day is quiet, for tests in which cards come whenever something is found. */
export async function withoutQuiet(db: Db): Promise<void> {
  const by = { kind: 'system', id: 'test' } as const;
  for (const [name, value] of [
    ['quiet_hours', 'none'],
    ['working_days', 'Mon-Sun'],
  ] as const)
    await setSetting({ db, now: stoppedAt(now) }, { name, value, by });
}

/** No playbook comes by itself in the last two weeks of the quarter, in which the cast lives, for tests that are not about it. */
export async function withoutPush(db: Db): Promise<void> {
  const by = { kind: 'system', id: 'test' } as const;
  await setSetting({ db, now: stoppedAt(now) }, { name: 'quarter_end_push', value: false, by });
}
