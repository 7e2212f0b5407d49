/** What the next message changes of a command that was offered, refused or done: "actually Elif", "put it back to 30", "make it 3". */
import type { Command, Frame } from '../request.ts';
import { isFrame } from './assigning.ts';
import { personOf } from './naming.ts';
import { partsIn, wordSet } from './parts.ts';
import { type CommandRead, command, type Talk } from './read.ts';
import { partsOf } from './threshold-parts.ts';

const leading =
  /^(?:(?:and|but|ok|okay|no|nope|sorry|oh|wait|actually|hm+|rather|instead|i meant?|better|well|then|now|please|only|just|let's|make (?:it|that))[\s,:!.-]+)+/;
const trailing = /[\s,]+(?:instead|rather|please|then|though|actually|after all)[\s.!]*$/;
const putBack = /^(?:(?:put|set|change|bring|take|turn|move) (?:it|that|this) )?(?:back|return)(?= |$)/;
const usual = /\b(?:defaults?|standard|normal|original)\b/;
const whatWas =
  /^(?:put|set|change|bring|take|turn|move) (?:it|that|this) back(?: (?:to )?(?:what|how|as|the way) it was(?: before)?)?$|^(?:back )?(?:to )?(?:what|how|as|the way) it was(?: before)?$/;

/** Null where the words are no such reply. Only what was said last counts: `before` is null once a question came after it. */
export function goingOn(bare: string, talk: Talk): CommandRead | null {
  const { before } = talk;
  if (!before) return null;
  const trimmed = bare.replace(trailing, '');
  const said = trimmed.replace(leading, '');
  const leans = said !== bare;
  switch (before.do) {
    case 'set_threshold':
      return whatWas.test(said) ? command({ do: 'undo', last: 1 }) : limit(before, said, talk);
    case 'reset_thresholds':
    case 'pause':
    case 'resume':
      return whatWas.test(said) ? command({ do: 'undo', last: 1 }) : null;
    case 'assign':
      return toAnother(before, said, leans, talk) ?? (leans ? narrowed(before, bare, talk) : null);
    case 'undo':
      return soMany(said, talk);
    default:
      return null;
  }
}

type Limit = Extract<Command, { do: 'set_threshold' }>;
const toValue =
  /^(?:(?:put|set|change|bring|make|turn|move|raise|lower|increase|reduce|take) (?:it|that|this)(?= )|try|use|go for|how about|what about|say)?\s*(?:(?:back|down|up) )?(?:to|at)?\s+/;

/** "Only for EMEA", "make it 10", "put it back to 30", "until Friday instead", "back to the default". */
function limit(before: Limit, said: string, talk: Talk): CommandRead | null {
  if (putBack.test(said) && usual.test(said)) return command({ ...before, value: null, until: null });
  const parts = partsOf(said.replace(toValue, ' '), talk);
  if (!('place' in parts)) return null;
  const { value, place, stage, until, assumptions } = parts;
  if (!value && !place && !stage && !until) return null;
  const unit = before.value?.unit ?? 'plain';
  // "12 days" is no discount.
  if (value && ![value.unit, unit].includes('plain') && value.unit !== unit) return null;
  return command(
    {
      ...before,
      value: value ? { ...value, unit: value.unit === 'plain' ? unit : value.unit } : before.value,
      place: place ?? before.place,
      stage: stage ?? before.stage,
      // What is put back was there before any end.
      until: until ?? (putBack.test(said) ? null : before.until),
    },
    assumptions,
  );
}

type Assign = Extract<Command, { do: 'assign' }>;
const giving =
  /^(?:(?:re-?assign|give|hand|move|pass|put|send)\s+)?(?:(?:it|this|that|them|those|these)\s+)?(?:back\s+|over\s+)?(?:to|for|on|with)\s+(?=\S)/;
const dative = /^(?:let|have|give)\s+(.+?)\s+(?:have |take |own |handle )?(?:it|this|that|them)$/;

/** "Actually Elif", "to Elif instead", "give it to Elif": the same to somebody else. */
function toAnother(before: Assign, said: string, leans: boolean, talk: Talk): CommandRead | null {
  const given = dative.exec(said)?.[1] ?? said.replace(giving, '');
  if (given === said && !leans) return null;
  const person = personOf(given, talk);
  if (!person) return null;
  return 'which' in person ? person : command({ ...before, to: person.name }, person.assumptions);
}

const only =
  /^(?:no|ok|okay|and|but|actually|well|sorry|wait)?[\s,]*(?:only|just)\s+(?:the |those |these |her |his |their )?(?:ones |deals )?(.+)$/;

/** "Only those in proposal": fewer of the deals that were to be handed over. */
function narrowed(before: Assign, bare: string, talk: Talk): CommandRead | null {
  const words = only.exec(bare)?.[1];
  if (words === undefined || !isFrame(before.what)) return null;
  const read = talk.deals(`deals ${words}`);
  if (!read || 'unread' in read) return { unread: words };
  if ('which' in read) return read;
  return command({ ...before, what: within(before.what, read.frame) }, read.assumptions);
}

/** The limits of the first, where the second has none of its own for the same thing. */
function within(first: Frame, second: Frame): Frame {
  const key = (clause: Frame['clauses'][number]): string => ('field' in clause ? clause.field : clause.says);
  const fresh = second.clauses.filter((clause) => !(clause.says === 'status' && clause.implied));
  const said = new Set(fresh.map(key));
  return { ...first, clauses: [...first.clauses.filter((clause) => !said.has(key(clause))), ...fresh] };
}

const silent = wordSet('the last first of them only make it changes change things my steps');

/** "Make it 3", "the last 2". */
function soMany(said: string, talk: Talk): CommandRead | null {
  if (!/\d|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b/.test(said)) return null;
  const { number, unread, agents, period } = partsIn(said, talk, silent);
  return number !== null && unread === '' && agents.length === 0 && period === null
    ? command({ do: 'undo', last: number })
    : null;
}
