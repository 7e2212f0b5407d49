/** "Clean up Tom's deals", "close out the dead deals of Tom as lost", "clean up my pipeline". */
import type { Command } from '../request.ts';
import { personOf } from './naming.ts';
import { placesAmong } from './places.ts';
import { type CommandRead, command, type Talk } from './read.ts';

const verb = '(?:clean ?up|clear out|tidy(?: up)?|prune|close out|write off)';
const what =
  '(?:(?:dead|old|stale|stuck|inactive|unlikely|open|overdue|forgotten|past-due) )*(?:deals|pipeline|opportunities|book)';
const asLost = '(?: as (?:closed )?lost)?';
const shapes = [
  `${verb} (?:the )?${what} (?:of|for) (?<who>\\S.*?)${asLost}`,
  `${verb} (?<who>\\S.*?)(?:'s|s') ${what}${asLost}`,
  `${verb} (?<mine>my|our) ${what}${asLost}`,
  `close (?:the )?(?=dead|old|stale|stuck|inactive|unlikely|overdue|forgotten)${what} (?:of|for) (?<who>\\S.*?) as (?:closed )?lost`,
  `close (?<who>\\S.*?)(?:'s|s') (?=dead|old|stale|stuck|inactive|unlikely|overdue|forgotten)${what} as (?:closed )?lost`,
].map((shape) => new RegExp(`^${shape}$`));

const dead = '(?=dead|old|stale|stuck|inactive|unlikely|overdue|forgotten|past-due)';
/** Of everybody, or of a place: only where it is said that they are dead. */
const ofAll = [
  `${verb} (?:all )?(?:the |our )?${dead}${what}(?: (?:of|for|in|from|at) (?<where>\\S.*?))?${asLost}`,
  `close (?:out )?(?:all )?(?:the |our )?${dead}${what}(?: (?:of|for|in|from|at) (?<where>\\S.*?))? as (?:closed )?lost`,
].map((shape) => new RegExp(`^${shape}$`));

const besides =
  /,?\s+(?:except(?: for)?|but not|all but|without|apart from|other than|excluding|leaving out|minus)\s+(?<names>\S.*)$/;

export function cleaning(bare: string, talk: Talk): CommandRead | null {
  const except = namesIn(besides.exec(bare)?.groups?.names);
  const asked = bare.replace(besides, '');
  const all = ofEverybody(asked, except, talk);
  if (all) return all;
  for (const shape of shapes) {
    const said = shape.exec(asked)?.groups;
    if (!said) continue;
    if (said.mine) return command({ do: 'clean_up', who: { id: 'me', name: 'you' }, except });
    const person = personOf(said.who ?? '', talk);
    if (person === null)
      return { lacks: 'Whose deals are to be cleaned up? Say a name.', completes: 'clean up the deals of …' };
    if ('which' in person) return person;
    return command({ do: 'clean_up', who: person.name, except }, person.assumptions);
  }
  return null;
}

/** Null where a person is named, or something that is no place. */
function ofEverybody(asked: string, except: string[], talk: Talk): CommandRead | null {
  const said = ofAll.map((shape) => shape.exec(asked)).find((found) => found !== null)?.groups;
  if (!said) return null;
  if (said.where === undefined) return command({ do: 'clean_up', who: null, where: null, except });
  const { places, others } = placesAmong(said.where, talk);
  const [where, ...more] = places;
  const silent = others.every((word) => /^(?:the|our|team|territory|region)$/i.test(word));
  if (!where || more.length > 0 || !silent) return null;
  const { kind } = where.place;
  return kind === 'person' || kind === 'agent'
    ? null
    : command({ do: 'clean_up', who: null, where: where.place, except });
}

type CleanUp = Extract<Command, { do: 'clean_up' }>;
const leavesOut =
  /^(?:(?:yes|ok|okay|and|no)[\s,]+)*(?:but )?(?:(?:(?:close|clean up|do) )?(?:all|everything|them all|all of (?:them|these))(?: but| except(?: for)?| without| save)|except(?: for)?|without|not|leave out|exclude|skip|omit|keep|leave)\s+(?<names>\S.*?)(?: (?:alone|out|open|as (?:it is|they are)))?$/;

/** What is said of a list that waits for the yes: "all but Acme", "leave out Globex and Hooli", "all of them". */
export function leavingOut(bare: string, before: CleanUp): CommandRead | null {
  if (/^(?:no,? )?(?:all of (?:them|these)|all|them all|everything)(?: again)?$/.test(bare))
    return command({ ...before, except: [] });
  const names = namesIn(leavesOut.exec(bare)?.groups?.names);
  return names.length > 0 ? command({ ...before, except: [...(before.except ?? []), ...names] }) : null;
}

const namesIn = (said: string | undefined): string[] =>
  (said ?? '')
    .split(/\s*(?:,|;| and | or |&)\s*/)
    .map((name) =>
      name
        .replace(/^(?:the|that|and)\s+/, '')
        .replace(/\s+(?:deals?|one)$/, '')
        .trim(),
    )
    .filter((name) => name !== '');
