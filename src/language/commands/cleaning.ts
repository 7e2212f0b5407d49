/** "Clean up Tom's deals", "close out the dead deals of Tom as lost", "clean up my pipeline". */
import { personOf } from './naming.ts';
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

export function cleaning(bare: string, talk: Talk): CommandRead | null {
  for (const shape of shapes) {
    const said = shape.exec(bare)?.groups;
    if (!said) continue;
    if (said.mine) return command({ do: 'clean_up', who: { id: 'me', name: 'you' } });
    const person = personOf(said.who ?? '', talk);
    if (person === null)
      return { lacks: 'Whose deals are to be cleaned up? Say a name.', completes: 'clean up the deals of …' };
    if ('which' in person) return person;
    return command({ do: 'clean_up', who: person.name }, person.assumptions);
  }
  return null;
}
