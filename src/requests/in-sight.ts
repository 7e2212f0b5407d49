/** Reading with the names that a person may know: an account beyond their scope is as if it were not there, in guesses and questions back, too. */
import { accountsInScope } from '../crm/accounts.ts';
import type { Db } from '../db/pool.ts';
import { whole } from '../language/fragments.ts';
import { read } from '../language/reader.ts';
import {
  allLimits,
  type Choice,
  type Command,
  type Frame,
  type It,
  type Option,
  type Reading,
} from '../language/request.ts';
import { scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';
import type { Company } from './company.ts';

/** Names alike come together, so this many rounds leave none that matters. */
const rounds = 4;

export async function readInSight(
  use: { db: Db; company: Company; by: Person },
  input: {
    text: string;
    choices: Choice[];
    thread: Frame | null;
    it: It | null;
    before: Command | null;
    unsure?: boolean;
    top?: boolean;
  },
): Promise<{ reading: Reading; company: Company }> {
  const scope = scopeOf(use.by);
  let { company } = use;
  const { text, ...said } = input;
  const again = () => read(text, { ...company, clockZone: use.by.tz, ...said });
  let reading = again();
  const first = reading;
  if ('everything' in scope) return { reading, company };
  const hidden = new Set<string>();
  for (let round = 1; ; round++) {
    const named = accountsOf(reading).filter((id) => !hidden.has(id));
    const known = named.length > 0 ? await accountsInScope(use.db, named, scope) : new Set(named);
    const beyond = named.filter((id) => !known.has(id));
    if (beyond.length === 0)
      return { reading: round === 1 ? reading : another(first, reading, company, use.company), company };
    for (const id of beyond) hidden.add(id);
    const { accounts } = company.lexicon;
    const left = round < rounds ? accounts.filter(({ id }) => !hidden.has(id)) : [];
    company = { ...company, lexicon: { ...company.lexicon, accounts: left } };
    reading = again();
    if (round === rounds) return { reading, company };
  }
}

/** A command that named a customer beyond the scope is never carried over to one that is called like it: that is asked. */
function another(first: Reading, found: Reading, seen: Company, all: Company): Reading {
  const [wanted, instead] = [first, found].map((one) =>
    one.say === 'command' ? accountsNamed(one.command)[0] : undefined,
  );
  const nameOf = ({ lexicon }: Company, id: string | undefined): string | undefined =>
    lexicon.accounts.find((one) => one.id === id)?.name;
  const [said, other] = [nameOf(all, wanted), nameOf(seen, instead)];
  if (said === undefined || other === undefined || said === other || found.say !== 'command') return found;
  const typed = new RegExp(said.replace(/[^\p{L}\p{N}]/gu, '\\$&'), 'iu').exec(found.text)?.[0];
  const request = typed === undefined ? null : found.text.replace(typed, other);
  const { text, spans, assumptions, path } = found;
  return {
    say: 'which',
    question: `No customer called ${said} is among those you may see. Is ${other} meant?`,
    options:
      request === null
        ? []
        : [
            {
              label: other,
              kind: 'reading',
              fact: null,
              choice: { words: whole(text), kind: 'reading', ids: [request] },
            },
          ],
    choices: [],
    text,
    spans,
    assumptions,
    path,
  };
}

/** Accounts of a frame, by id. */
export const accountsIn = (frame: Frame | null): string[] =>
  (frame ? allLimits(frame) : []).flatMap((clause) =>
    clause.says === 'names' && clause.kind === 'account' ? clause.names.map(({ id }) => id) : [],
  );

function accountsOf(reading: Reading): string[] {
  switch (reading.say) {
    case 'question':
      return accountsIn(reading.frame);
    case 'partly':
      return [...accountsIn(reading.frame), ...accountsOffered(reading.asks?.options)];
    case 'unread':
      return [...accountsIn(reading.hints), ...accountsOffered(reading.asks?.options)];
    case 'which':
      return accountsOffered(reading.options);
    case 'command':
      return accountsNamed(reading.command);
    default:
      return [];
  }
}

const accountsOffered = (options: Option[] = []): string[] =>
  options.flatMap(({ kind, choice }) => (kind === 'account' ? choice.ids : []));

function accountsNamed(command: Command): string[] {
  if (command.do === 'pause' || command.do === 'resume')
    return command.what === 'customer' ? command.subjects.map(({ id }) => id) : [];
  if (command.do === 'set_threshold') return command.place?.scope === 'account' ? [command.place.of.id] : [];
  if (command.do === 'kpi_alert') return accountsIn(command.watched.of);
  if (command.do === 'rule') return 'frame' in command.read ? accountsIn(command.read.frame) : [];
  return command.do === 'assign' && 'clauses' in command.what ? accountsIn(command.what) : [];
}
