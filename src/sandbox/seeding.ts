import { z } from 'zod';
import { tellOfJoining, tellOfUserChange } from './events.ts';
import { botUser } from './identity.ts';
import { idOf } from './ids.ts';
import type { Inside } from './inside.ts';
import type { AppSettings, Channel, Person } from './nouns.ts';
import { conversationFor, pagePerson } from './page-wire.ts';

const PersonWanted = z.strictObject({
  name: z.string().min(1),
  email: z.string().min(3),
  id: z.string().optional(),
  handle: z.string().optional(),
  /** An IANA name; what is none becomes UTC. */
  tz: z
    .string()
    .transform((zone) => (isZone(zone) ? zone : 'UTC'))
    .optional(),
  /** "manager EMEA": shown in the "You are" menu, and as the title of the Slack profile. */
  role: z.string().optional(),
  /** One line for that menu. */
  rights: z.string().optional(),
  admin: z.boolean().optional(),
  deleted: z.boolean().optional(),
});

const ChannelWanted = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,79}$/, 'lower-case letters, digits, - and _, without #'),
  private: z.boolean().optional(),
  topic: z.string().optional(),
  /** E-mails, ids or handles; `all` (the default) is everybody. */
  members: z.union([z.literal('all'), z.array(z.string())]).optional(),
  /** Whether the app is in it; default true. */
  app: z.boolean().optional(),
  archived: z.boolean().optional(),
  shared: z.boolean().optional(),
});

const AppWanted = z.strictObject({
  name: z.string().optional(),
  scopes: z.array(z.string()).optional(),
  events: z.array(z.string()).optional(),
  commands: z
    .array(
      z.strictObject({
        command: z.string().startsWith('/'),
        description: z.string().default(''),
        usageHint: z.string().default(''),
      }),
    )
    .optional(),
});

/** What `POST /_workspace` and `createWorkspace` take. Saying the same twice changes nothing. */
export const SeedSchema = z.strictObject({
  people: z.array(PersonWanted).optional(),
  channels: z.array(ChannelWanted).optional(),
  app: AppWanted.optional(),
});

export type Seed = z.input<typeof SeedSchema>;
export type Seeded = {
  people: Record<string, string>;
  channels: Record<string, string>;
  app: { user: string; name: string };
};

/** Adds or changes people (by e-mail), channels (by name) and what the app declares; answers their Slack ids. */
export function seed(use: Inside, wanted: Seed): Seeded {
  const { people = [], channels = [], app } = SeedSchema.parse(wanted);
  if (app) setApp(use, app);
  const changed = people.map((person) => putPerson(use, person));
  for (const channel of channels) putChannel(use, channel);
  if (changed.length > 0) {
    const all = [...use.store.people.all()].filter((person) => !person.deleted);
    use.push.all({ type: 'people', people: all.map((person) => pagePerson(person, use.now())) });
  }
  return {
    people: Object.fromEntries(
      [...use.store.people.all()].filter(({ bot }) => !bot).map(({ email, id }) => [email, id]),
    ),
    channels: Object.fromEntries(
      [...use.store.channels.all()].filter(({ kind }) => kind !== 'dm').map(({ name, id }) => [name, id]),
    ),
    app: { user: botUser, name: use.app().name },
  };
}

function putPerson(use: Inside, wanted: z.infer<typeof PersonWanted>): void {
  const known = [...use.store.people.all()].find(
    (person) => person.email.toLowerCase() === wanted.email.toLowerCase() || person.id === wanted.id,
  );
  const [firstName = wanted.name] = wanted.name.split(' ');
  const person: Person = {
    id: known?.id ?? wanted.id ?? idOf('U', wanted.email.toLowerCase()),
    handle: (wanted.handle ?? known?.handle ?? freeHandle(use, firstName, wanted)).toLowerCase(),
    name: wanted.name,
    firstName,
    email: wanted.email,
    tz: wanted.tz ?? known?.tz ?? 'UTC',
    role: wanted.role ?? known?.role ?? '',
    rights: wanted.rights ?? known?.rights ?? '',
    admin: wanted.admin ?? known?.admin ?? false,
    bot: false,
    deleted: wanted.deleted ?? known?.deleted ?? false,
    updated: use.now() / 1000,
  };
  const same =
    known && JSON.stringify({ ...person, updated: 0 }) === JSON.stringify({ ...known, updated: 0 });
  if (same) return;
  use.store.people.put(person.id, person);
  if (known) tellOfUserChange(use, person, use.stamps.next());
}

/** Letters that are no other letter with a mark. */
const plainLetters: Record<string, string> = {
  ...{ ø: 'o', œ: 'oe', ł: 'l', đ: 'd' },
  ...{ ð: 'd', þ: 'th', æ: 'ae', ß: 'ss' },
};

/** The first name, or the whole e-mail's local part where that is taken. */
function freeHandle(use: Inside, firstName: string, wanted: { email: string }): string {
  const taken = new Set([...use.store.people.all()].map((person) => person.handle));
  const short = firstName
    .toLowerCase()
    .replace(/[øœłđðþæß]/g, (letter) => plainLetters[letter] ?? '')
    .normalize('NFKD')
    .replace(/[^a-z0-9]/g, '');
  const long = (wanted.email.split('@')[0] ?? wanted.email).toLowerCase();
  return (
    [short, long, wanted.email.toLowerCase()].find((handle) => handle !== '' && !taken.has(handle)) ??
    wanted.email
  );
}

function putChannel(use: Inside, wanted: z.infer<typeof ChannelWanted>): void {
  const known = [...use.store.channels.all()].find(
    (channel) => channel.kind !== 'dm' && channel.name === wanted.name,
  );
  const people = [...use.store.people.all()].filter((person) => !person.bot);
  const named = (name: string): string => {
    const found = people.find(
      (person) =>
        [person.id, person.handle, person.email.toLowerCase()].includes(name.toLowerCase()) ||
        person.id === name,
    );
    if (!found)
      throw new Error(
        `Channel ${wanted.name} names ${name} as a member, but there is nobody of that e-mail, id or handle.`,
      );
    return found.id;
  };
  const everybody = wanted.members === undefined || wanted.members === 'all';
  const members = everybody ? people.map(({ id }) => id) : (wanted.members as string[]).map(named);
  const app = wanted.app ?? (known ? known.members.includes(botUser) : true);
  const channel: Channel = {
    id: known?.id ?? idOf('C', wanted.name),
    kind: wanted.private ? 'private' : (known?.kind ?? 'channel'),
    name: wanted.name,
    topic: wanted.topic ?? known?.topic ?? '',
    members: app ? [botUser, ...members] : members,
    created: known?.created ?? Math.floor(use.now() / 1000),
    archived: wanted.archived ?? known?.archived ?? false,
    shared: wanted.shared ?? known?.shared ?? false,
  };
  if (JSON.stringify(channel) === JSON.stringify(known)) return;
  use.store.channels.put(channel.id, channel);
  for (const member of channel.members) {
    use.push.to(member, { type: 'conversation', conversation: conversationFor(use.store, member, channel) });
    // Who is in a channel from its beginning has not joined it.
    if (known && !known.members.includes(member)) tellOfJoining(use, channel, member, use.stamps.next());
  }
  for (const gone of (known?.members ?? []).filter((member) => !channel.members.includes(member))) {
    use.push.to(gone, { type: 'conversation_left', channel: channel.id });
  }
}

function setApp(use: Inside, wanted: z.infer<typeof AppWanted>): void {
  const known = use.app();
  const app: AppSettings = {
    ...known,
    name: wanted.name ?? known.name,
    scopes: wanted.scopes ?? known.scopes,
    events: wanted.events ?? known.events,
    commands: wanted.commands ?? known.commands,
  };
  use.setApp(app);
  use.push.all({ type: 'commands', commands: app.commands });
  use.push.all({ type: 'app', app: use.appState() });
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
