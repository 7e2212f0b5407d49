/** The corpus lines that are commands, as far as they are read without data. See corpus/README.md for what a line means. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Lexicon, LexiconPerson, Named } from '../../src/language/lexicon.ts';
import { type ReadWith, read } from '../../src/language/reader.ts';
import type { Command, Frame, Reading } from '../../src/language/request.ts';
import { intentOf } from '../../src/requests/question-slots.ts';
import { intentOfCommand, slotsOfCommand } from '../../src/requests/slots.ts';
import { cast, maven, revops } from './companies.ts';

type Expected = {
  intent?: string;
  slots?: Record<string, unknown>;
  optional?: string[];
  or?: string[];
  clarify?: true;
  about?: string;
  refuse?: true;
};
type Line = {
  id: string;
  company: string;
  as: string | null;
  now: string;
  text?: string;
  expect?: Expected;
  turns?: { text: string; expect: Expected }[];
  tags: string[];
};

const lines: Line[] = readFileSync(new URL('./corpus/dev.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));
const asked = /explain_run|cost_report|agent_status/;
const commands = lines.filter(
  (line) => line.tags.includes('command') || asked.test(JSON.stringify(line.expect ?? line.turns)),
);

const people = (names: string): LexiconPerson[] =>
  names.split('|').map((name) => ({
    id: `P-${name}`,
    name,
    roles: ['rep'],
    teamId: null,
    territoryId: null,
    managerId: null,
  }));
const crew: Named[] = ['pipeline', 'forecasting', 'analytics', 'intake', 'quotes', 'outreach'].map((id) => ({
  id,
  name: `${id.charAt(0).toUpperCase()}${id.slice(1)} agent`,
}));
const playbooks = [{ id: 'B-1', name: 'Quarter-end push' }];
const lexicons: Record<string, Lexicon> = {
  sample: {
    ...cast,
    agents: crew,
    playbooks,
    teams: [...cast.teams, { id: 'G-apac', name: 'APAC Sales' }],
    stages: [{ id: 'S-q', name: 'Qualification', order: 0, is: 'open' }, ...cast.stages],
    people: [
      ...cast.people,
      ...people('Grace Kim|Maya Brooks|Luis Ortega|Søren Holm|Elif Demir|Chloe Martin|Kenji Sato'),
    ],
  },
  'maven-crm': { ...maven, agents: crew },
  'revops-northwind': {
    ...revops,
    agents: crew,
    playbooks,
    people: [...revops.people, ...people('Wei Chen')],
    accounts: [...revops.accounts, { id: 'A-pe', name: 'Planet Express Holdings' }],
  },
};

const useOf = (line: Line): ReadWith & { lexicon: Lexicon } => ({
  lexicon: lexicons[line.company] ?? cast,
  now: new Date(line.now),
  zone: 'UTC',
  calendar: { fiscalYearStart: 1, weekStart: 1 },
  companyCurrency: 'USD',
});

const wishes = {
  timetable: 'create_rule',
  reminder: 'create_rule',
};

function intent(command: Command): string {
  return command.do === 'not_yet' ? wishes[command.wish.kind] : intentOfCommand(command);
}

function slots(command: Command, line: Line, use: ReadWith): Record<string, unknown> {
  const teamId = line.as === 'Kenji' ? 'G-apac' : null;
  const by = {
    id: 'P',
    name: line.as ?? '',
    email: null,
    slackId: null,
    tz: null,
    roles: [],
    teamId,
    territoryId: null,
    managerId: null,
    active: true,
  };
  return slotsOfCommand(command, by, { ...use, settings: [] });
}

/** Whether a value is the expected one: sets without order and case, "until" as an instant or a day, all agents by name or "all". */
function same(name: string, found: unknown, wanted: unknown): boolean {
  if (name === 'until') return String(found).startsWith(String(wanted).replace(/Z$/, '').slice(0, 16));
  if (name === 'period') return String(days(found)) === String(days(wanted));
  if (Array.isArray(wanted)) {
    const got = Array.isArray(found) ? found.map(String) : [];
    if (name === 'agent' && wanted[0] === 'all') return got.includes('everything') || got.includes('all');
    const plain = (list: unknown[]) =>
      list
        .map((one) => String(one).toLowerCase())
        .sort()
        .join('|');
    return plain(got) === plain(wanted);
  }
  return String(found).toLowerCase() === String(wanted).toLowerCase();
}

const days = (period: unknown) => {
  const { from, to } = period as { from?: string; to?: string };
  return [from, to];
};

/** What is wrong with a reading; empty where it is as the line expects. */
function wrong(reading: Reading, expected: Expected, line: Line, use: ReadWith): string {
  if (expected.refuse) return reading.say === 'refused' ? '' : `not refused: ${reading.say}`;
  // "The Acme deal" is looked up with the data, and asked back there.
  if (expected.clarify && expected.about === 'deal' && reading.say === 'command') return '';
  if (expected.clarify)
    return ['lacks', 'which', 'partly', 'unread'].includes(reading.say) ? '' : reading.say;
  if (reading.say === 'question')
    return [expected.intent, ...(expected.or ?? [])].includes(intentOf(reading.frame)) ? '' : 'question';
  if (reading.say !== 'command') return reading.say;
  if (![expected.intent, ...(expected.or ?? [])].includes(intent(reading.command)))
    return intent(reading.command);
  const found = slots(reading.command, line, use);
  const names = new Set([...Object.keys(expected.slots ?? {}), ...Object.keys(found)]);
  const free = new Set([...(expected.optional ?? []), 'reason', 'currency']);
  return [...names]
    .filter((name) => !free.has(name) && !same(name, found[name], expected.slots?.[name]))
    .map((name) => `${name}: ${JSON.stringify(found[name])}`)
    .join('; ');
}

test.each(
  commands.filter((line) => line.text !== undefined).map((line) => [line.id, line.text ?? '', line] as const),
)('%s: %s', (_, text, line) => {
  const use = useOf(line);
  expect(wrong(read(text, use), line.expect ?? {}, line, use)).toBe('');
});

test.each(commands.filter((line) => line.turns !== undefined).map((line) => [line.id, line] as const))(
  '%s goes on in its thread',
  (_, line) => {
    let thread: Frame | null = null;
    let before: Command | null = null;
    for (const turn of line.turns ?? []) {
      const use = { ...useOf(line), thread, before };
      const reading = read(turn.text, use);
      expect(wrong(reading, turn.expect, line, use), turn.text).toBe('');
      if (reading.say === 'question') [thread, before] = [reading.frame, null];
      if (reading.say === 'command') before = reading.command;
    }
  },
);
