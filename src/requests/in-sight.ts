/** Reading with the names that a person may know: an account beyond their scope is as if it were not there, in guesses and questions back, too. */
import { accountsInScope } from '../crm/accounts.ts';
import type { Db } from '../db/pool.ts';
import { read } from '../language/reader.ts';
import type { Choice, Frame, Reading } from '../language/request.ts';
import { scopeOf } from '../people/scope.ts';
import type { Person } from '../policy/nouns.ts';
import type { Company } from './company.ts';

/** Names alike come together, so this many rounds leave none that matters. */
const rounds = 4;

export async function readInSight(
  use: { db: Db; company: Company; by: Person },
  input: { text: string; thread: Frame | null; choices: Choice[] },
): Promise<{ reading: Reading; company: Company }> {
  const scope = scopeOf(use.by);
  let { company } = use;
  const again = () => read(input.text, { ...company, thread: input.thread, choices: input.choices });
  let reading = again();
  if ('everything' in scope) return { reading, company };
  const hidden = new Set<string>();
  for (let round = 1; ; round++) {
    const named = accountsOf(reading).filter((id) => !hidden.has(id));
    const known = named.length > 0 ? await accountsInScope(use.db, named, scope) : new Set(named);
    const beyond = named.filter((id) => !known.has(id));
    if (beyond.length === 0) return { reading, company };
    for (const id of beyond) hidden.add(id);
    const { accounts } = company.lexicon;
    const left = round < rounds ? accounts.filter(({ id }) => !hidden.has(id)) : [];
    company = { ...company, lexicon: { ...company.lexicon, accounts: left } };
    reading = again();
    if (round === rounds) return { reading, company };
  }
}

/** Accounts of a frame, by id. */
export const accountsIn = (frame: Frame | null): string[] =>
  (frame?.clauses ?? []).flatMap((clause) =>
    clause.says === 'names' && clause.kind === 'account' ? clause.names.map(({ id }) => id) : [],
  );

function accountsOf(reading: Reading): string[] {
  switch (reading.say) {
    case 'question':
    case 'partly':
      return accountsIn(reading.frame);
    case 'unread':
      return accountsIn(reading.hints);
    case 'which':
      return reading.options.flatMap((option) => (option.kind === 'account' ? option.choice.ids : []));
    case 'command':
      return reading.command.do === 'pause' || reading.command.do === 'resume'
        ? reading.command.what === 'customer'
          ? reading.command.subjects.map(({ id }) => id)
          : []
        : [];
    default:
      return [];
  }
}
