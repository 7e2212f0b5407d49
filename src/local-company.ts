import { createHash } from 'node:crypto';
import type { Clock } from './clock.ts';
import { seedSample } from './crm/sample/sample.ts';
import type { Db } from './db/pool.ts';
import { everybody, linkSlackUser } from './people/people.ts';
import type { Person, Role } from './policy/nouns.ts';
import { turnPlaybooks } from './settings/playbooks.ts';
import { currentSettings, setSetting, settingValue, textSetting } from './settings/settings.ts';

/** The sample company, where the embedded server holds no company yet: neither an earlier sample nor an import. */
export async function sampleIfEmpty(use: { db: Db; now: Clock; zone: string }): Promise<boolean> {
  const { rows } = await use.db.raw(
    'select exists (select 1 from deals) or exists (select 1 from people) or exists (select 1 from accounts) as any',
  );
  if (rows[0].any) return false;
  await seedSample(use);
  await requireInSample(use);
  // What comes by itself is on from the first moment: nobody's second look is by other limits than the first.
  await turnPlaybooks(use);
  return true;
}

/** What the sample company wants to know of a deal that is negotiated. */
export async function requireInSample(use: { db: Db; now: Clock }): Promise<void> {
  await setSetting(use, {
    name: 'required_fields',
    stage: 'Negotiation',
    value: 'amount,close_date,next_step',
    by: { kind: 'system', id: 'sample company' },
  });
}

/**
 * Somebody who is in the workspace and not among the CRM's people, to see what outsiders see. She is in #deals on purpose:
 * a member of a channel reads its cards in Slack, whoever they are, and only so can it be tried that her click is refused,
 * to her alone, and recorded. What she asks there gets no deal; who reads a channel is decided by whoever fills it.
 */
const outsider = {
  name: 'Lena Fox',
  email: 'lena.fox@elsewhere.example',
  tz: 'UTC',
  role: 'outsider',
  rights: 'may ask for access',
};

const channels = [
  { name: 'deals', topic: 'Deals that wait for a decision', setting: 'deals_channel', audience: 'deals' },
  { name: 'leads', topic: 'New leads: the first tap wins', setting: 'leads_channel', audience: 'deals' },
  {
    name: 'forecast',
    topic: 'What the quarter will bring',
    setting: 'forecast_channel',
    audience: 'deals',
  },
  {
    name: 'insights',
    topic: 'What moved, and what is out of the ordinary',
    setting: 'analytics_channel',
    audience: null,
  },
  { name: 'steward-ops', topic: 'How the agents are doing', setting: 'ops_channel', audience: null },
  { name: 'general', topic: 'Everybody', setting: null, audience: null },
];

/** The CRM's people and the channels that Steward uses, as the workspace wants them told. */
export async function workspaceSeed(db: Db): Promise<object> {
  const territories = new Map(
    (await db('territories').select('id', 'name')).map(({ id, name }) => [String(id), String(name)]),
  );
  const people = (await everybody(db)).slice(0, 200);
  return {
    people: [
      ...people.map((person) => inWorkspace(person, territories.get(person.territoryId ?? ''))),
      outsider,
    ],
    channels: channels.map(({ name, topic }) => ({ name, topic, app: name !== 'general' })),
  };
}

function inWorkspace(person: Person, territory: string | undefined): object {
  const role = ranked.find((role) => person.roles.includes(role)) ?? 'rep';
  return {
    name: person.name,
    email: person.email ?? standIn(person),
    ...(person.slackId ? { id: person.slackId } : {}),
    ...(person.tz ? { tz: person.tz } : {}),
    role: [role === 'owner' ? 'owner of agents' : role, territory].filter(Boolean).join(' '),
    rights: rights[role],
    admin: person.roles.includes('admin'),
  };
}

/** Here nobody proves by an address who they are: whose file had none is there all the same. */
const standIn = ({ id }: Person): string =>
  `${createHash('sha256').update(id).digest('hex').slice(0, 16)}@no-address.example`;

const ranked: Role[] = [
  'manager',
  'rep',
  'approver',
  'owner',
  'qa',
  'champion',
  'finance',
  'auditor',
  'admin',
];
const rights: Record<Role, string> = {
  manager: 'decides on the deals of the territory',
  rep: 'edits own deals, claims leads',
  approver: 'approves what managers may not',
  owner: 'is told when agents fail',
  qa: 'checks what agents say',
  champion: 'helps others along',
  finance: 'sees amounts, and signs where thresholds say so',
  auditor: 'reads the audit log, changes nothing',
  admin: 'sees and sets everything',
};

/** Ties the workspace's people to the CRM's, and Steward's channels to their settings where nobody has chosen others. */
export async function moveIn(
  use: { db: Db; now: Clock },
  seeded: { people: Record<string, string>; channels: Record<string, string> },
): Promise<void> {
  const without = new Map(
    (await everybody(use.db)).filter(({ email }) => !email).map((person) => [standIn(person), person.id]),
  );
  for (const [email, slackId] of Object.entries(seeded.people))
    await linkSlackUser(use.db, { slackId, email, tz: null, personId: without.get(email) });
  const by = { kind: 'system', id: 'local workspace' } as const;
  const settings = await currentSettings(use.db);
  // Whoever tries it out is there, at whatever hour: here quiet hours are off until somebody sets them.
  for (const [name, value] of [
    ['quiet_hours', 'none'],
    ['working_days', 'Mon-Sun'],
  ] as const)
    if (settingValue(settings, name).version === 0) await setSetting(use, { name, value, by });
  for (const { name, setting, audience } of channels) {
    const id = seeded.channels[name];
    if (!id || !setting || textSetting(settings, setting)) continue;
    await setSetting(use, { name: setting, value: id, by });
    if (audience)
      await setSetting(use, { name: 'channel_audience', scope: 'channel', scopeId: id, value: audience, by });
  }
}
