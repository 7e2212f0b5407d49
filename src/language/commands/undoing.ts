/** "Undo", "undo my last 3 changes", "revert everything pipeline did today", "take that back", "put Acme Platform back how it was". */
import { agentNamed } from './naming.ts';
import { partsIn, wordSet } from './parts.ts';
import { type CommandRead, command, type Talk } from './read.ts';
import { isPointing, thingOf } from './things.ts';
import { hoursIn, isOneDay, undoingMany, undoingRollback } from './undoing-many.ts';

const verbs =
  '(?:undo|(?:ctrl|cmd|control|strg)[ +-]?z|un-?do|revert|roll ?back|go back(?= \\d| two| three| one| a few)|reverse|back out|unwind|walk back|take back|call back|scrap|cancel|put back|restore|redo the undo of)';
const begins = new RegExp(`^(?:${verbs})\\b\\s*(.*)$`);
const surely =
  /^(?:undo|(?:ctrl|cmd|control|strg)[ +-]?z|un-?do|revert|roll ?back|reverse|back out|unwind|walk back)\b/;
const around = /^(?:roll|take|put|reverse|bring|walk|back)\s+(.+?)\s+(?:back|out)(\s.*)?$/;
const sighs =
  /^(?:(?:no|nope|sorry|oh|ah|wait|ouch|shit|damn|crap|(?:that|this) (?:was|is) (?:wrong|a mistake|an accident)|my (?:mistake|bad)|wrong (?:one|deal)|mistake)[,.!:;\s]+)+(?=\S)/;
const alone =
  /^(?:(?:no|oh|ah|shit|damn|crap|sorry|my bad|wrong)[\s,]+)*(?:undo|revert|roll ?back|ctrl[ +-]?z|cmd[ +-]?z|go back one|(?:that was|this was) (?:a mistake|wrong|an accident)|i didn't mean (?:that|to)|as (?:it )?was before)$/;

const silent = wordSet(
  'the last latest previous most recent newest my mine me i own your you steward our change changes action actions thing things step steps edit edits update updates decision decisions move moves task tasks one ones write writes did do done made make changed change wrote has have had just been was were that what which whatever everything all it of by from on in for with please agent agents crew assignment assignments claim again their its this so far',
);
const things =
  /\b(?:changes?|actions?|things?|steps?|edits?|updates?|decisions?|moves?|tasks?|ones?|writes?)\b/;
const notChanges =
  /\b(?:meeting|order|subscription|deals?|quotas?|filters?|thresholds?|limits?|settings?|snapshots?|rules?|playbooks?|defaults?|window|period)\b/;

export function undoing(whole: string, bare: string, talk: Talk): CommandRead | null {
  const text = bare.replace(sighs, '');
  if (alone.test(text)) return command({ do: 'undo', last: 1 });
  const again = undoingRollback(text);
  if (again) return again;
  const said = begins.exec(text)?.[1] ?? aroundOf(text);
  if (said === null) return null;
  if (/^(?:it|this|that)$/.test(said) && !surely.test(text) && !/^take|^put/.test(text)) return null;
  const many = undoingMany(said, talk);
  if (many) return many;
  const within = hoursIn(said, talk);
  if (within) return ofHours(within, talk);
  const ofOne = ofOneThing(whole, said, talk);
  if (ofOne) return ofOne;
  if (notChanges.test(said)) return null;
  return undoOf(said, talk) ?? (surely.test(text) ? { unread: said } : null);
}

/** Times without a day are of today. */
function ofHours({ hours, rest }: NonNullable<ReturnType<typeof hoursIn>>, talk: Talk): CommandRead {
  const read = undoOf(rest, talk);
  const found = read && !('command' in read) && 'lacks' in read ? undoOf(`${rest} today`, talk) : read;
  if (found && 'lacks' in found) return found;
  if (!found || !('command' in found)) return { unread: rest };
  const { command: made } = found;
  if (made.do !== 'undo_all') return { unread: rest };
  const period = made.period === 'last 30 days' ? 'today' : made.period;
  if (!isOneDay(period, talk)) return { lacks: 'Of which day? For example "today".', completes: null };
  return command({ ...made, period, hours });
}

const aroundOf = (text: string): string | null => {
  const found = around.exec(text);
  return found ? `${found[1] ?? ''}${found[2] ?? ''}`.trim() : null;
};

function undoOf(said: string, talk: Talk): CommandRead | null {
  if (/^what (?:you|i|we|steward) (?:have |'ve )?(?:just )?(?:did|done)$/.test(said))
    return command({ do: 'undo', last: 1 });
  const parts = partsIn(said.replace(/\bfrom (?=(?:today|yesterday|this|last)\b)/, ''), talk, silent);
  const [agent, ...others] = parts.agents;
  if (parts.unread !== '' || others.length > 0) return null;
  // "Undo 300 changes" and "the last few": how many is not known.
  const mine = /\b(?:my|mine|i|me|own)\b/.test(said);
  const yours = /\b(?:you|your|steward)\b/.test(said) || parts.all;
  const whole =
    /\b(?:everything|all|whatever|what)\b/.test(said) ||
    (things.test(said) && /s\b/.test(things.exec(said)?.[0] ?? '') && parts.number === null);
  if (parts.number === 0) return { lacks: 'How many changes?', completes: 'undo my last … changes' };
  const last = parts.number ?? (whole ? null : 1);
  if (agent) return ofWhom(agent, last, parts.period, said);
  if (last !== null && parts.period === null) return command({ do: 'undo', last });
  if (yours && !mine && (whole || parts.period !== null)) {
    return {
      lacks: 'Whose changes: your own, or those of an agent? Name the agent.',
      completes: `undo everything … did ${parts.period ?? ''}`.trim(),
    };
  }
  if (parts.period !== null) return command({ do: 'undo_all', of: 'me', period: parts.period, last });
  return {
    lacks: 'Of which time? For example "today" or "this week".',
    completes: 'undo everything i did …',
  };
}

/** Without a period it would reach back to the beginning: that is asked. */
function ofWhom(
  agent: { id: string; name: string },
  last: number | null,
  period: string | null,
  said: string,
): CommandRead {
  if (last === null && period === null)
    return {
      lacks: 'Of which time? For example "today" or "this week".',
      completes: `undo everything ${agent.id} did …`,
    };
  // "Roll back quotes to yesterday" does not say from when.
  if (last === 1 && !things.test(said) && !/\blast\b/.test(said))
    return period === null
      ? {
          lacks: 'Of which time? For example "today" or "this week".',
          completes: `undo everything ${agent.id} did …`,
        }
      : command({ do: 'undo_all', of: agent, period, last: null });
  return command({ do: 'undo_all', of: agent, period: period ?? 'last 30 days', last });
}

const ofThing =
  /^(?:(?:the |my |that |your )?(?:last |latest )?(?:change|edit|update|assignment|reassignment|move|claim|(?:close date|amount|stage|owner|next step)(?: change)?)s?|what (?:was done|(?:you|steward|pipeline) (?:did|changed)|happened)|it)\s+(?:of|to|on|with|for|in)\s+(.+)$/;
const how = /^(.+?)\s+(?:(?:back )?(?:to )?(?:how|what|as|the way) it was(?: before)?|to what it was)$/;
const idLike = /^(?:(?:the )?(?:deal|lead) )?[a-z]{1,4}[-_]\d[\w-]*$/;

/** "Undo the last change of this deal", "revert D-1042", "put Acme Platform back how it was". */
function ofOneThing(text: string, said: string, talk: Talk): CommandRead | null {
  const name = ofThing.exec(said)?.[1] ?? how.exec(said)?.[1] ?? (idLike.test(said) ? said : undefined);
  const words = name ?? said;
  if (isPointing(words)) {
    if (name === undefined && !/^(?:it|this|that|this deal|that deal)$/.test(said)) return null;
    return talk.it && talk.it.kind !== 'agent'
      ? command({ do: 'undo_of', thing: { kind: talk.it.kind, name: talk.it.name, id: talk.it.id } })
      : null;
  }
  if (name === undefined || agentNamed(name, talk.lexicon)) return null;
  // "The assignment of D-1042 to Tom": the rest says what was done.
  const thing = thingOf(text, /^(?:[dl]-|opp_)\d\w*/.exec(name)?.[0] ?? name, talk);
  // A name bears capitals or figures; "undo the changes to the team" names nothing.
  return thing && !('lacks' in thing) && (thing.kind !== 'either' || /[\p{Lu}\d]/u.test(thing.name))
    ? command({ do: 'undo_of', thing })
    : null;
}
