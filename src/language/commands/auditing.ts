/** "Show the audit of Acme Platform this month", "show the audit log of pipeline today", "audit log this week". */
import { agentNamed, nameOf } from './naming.ts';
import { periodIn } from './periods.ts';
import { type CommandRead, command, named, type Talk } from './read.ts';
import { thingOf } from './things.ts';

const log = '(?:the )?audit(?: log| trail| entries| rows)?';
const shown = new RegExp(
  `^(?:show|list|give|open|print)(?: me)? (?:us )?${log} (?:of|for|on|about|by) (.+)$|^(?:show|list|give|open|print)(?: me)? what the audit(?: log| trail)? (?:says|has) (?:of|about|on) (.+)$`,
);
// Without a word that asks to see it a period makes it one: "audit trail of D-1042" is the story of the card.
const plain = new RegExp(`^${log} (?:of|for|on|about|by) (.+)$`);

// Of nobody and nothing: all of a time.
const all =
  /^(?:(?:show|list|give|open|print|see|search|read)(?: me)? (?:us )?)?(?:the )?(?:whole |full |entire )?audit(?: log| trail| entries| rows)(?:\b(?: of| for| from| in)?(?<of> .+))?$|^(?:show|list|give|open|print|see)(?: me)? (?:us )?(?:the )?audit(?: of| for| from)?(?<than> .+)$|^who (?:did|has done|changed) what(?<then> .+)?$/;

export function auditing(text: string, bare: string, talk: Talk): CommandRead | null {
  const whole = all.exec(bare)?.groups;
  if (whole) {
    const { period, rest } = periodIn((whole.of ?? whole.than ?? whole.then ?? '').trim(), talk);
    if (rest.trim() === '') return command({ do: 'audit', of: { kind: 'everything' }, period });
  }
  const asked = shown.exec(bare);
  const said = asked?.[1] ?? asked?.[2] ?? plain.exec(bare)?.[1];
  if (said === undefined) return null;
  const { period, rest } = periodIn(said, talk);
  if (!asked && period === null) return null;
  const name = rest
    .replace(/^(?:the )?(?:agent|person|rep) /, '')
    .replace(/[,;]$/, '')
    .trim();
  const agent = agentNamed(name, talk.lexicon);
  if (agent) return command({ do: 'audit', of: { kind: 'agent', ...named(agent) }, period });
  const person = nameOf(name, ['person'], talk);
  if (person && 'which' in person) return person;
  if (person)
    return command({ do: 'audit', of: { kind: 'person', ...person.name }, period }, person.assumptions);
  const thing = thingOf(text, name, talk);
  if (thing === null) return null;
  return 'lacks' in thing ? thing : command({ do: 'audit', of: thing, period });
}
