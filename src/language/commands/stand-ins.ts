/** "I'm away until Monday, Tom decides for me", "Tom stands in for Mara until Friday", "I'm back", "who stands in for Mara". */
import type { NamedValue } from '../request.ts';
import { fold } from '../text.ts';
import { untilOf } from '../until.ts';
import { personOf } from './naming.ts';
import { type CommandRead, command, type Talk } from './read.ts';

const away =
  "(?:i am|i'm|im|i will be|i'll be) (?:away|out|off|out of (?:the )?office|on (?:vacation|holidays?|leave|sick leave|parental leave|pto|a trip)|travell?ing|not here|absent|ooo|sick)";
const does =
  '(?:decides?|stands? in|stand-in|covers?|fills? in|takes? over|approves?|substitutes?|deputi[sz]es?|steps? in|acts?|is (?:my|the) (?:stand-in|substitute|deputy|cover|backup))';
const end = '(?<end>(?:until|till|til|for|through|thru|to)\\b.+)';
const me = '(?: for (?:me|us))?';
const shapes = [
  new RegExp(
    `^${away} ${end.replace('.+', '.+?')}(?:[,;:.] ?| and | so | - )(?:and |so )?(?<who>\\S.*?) (?:will |shall |can |should )?${does}${me}(?: (?:then|meanwhile|till then|until then|in the meantime))?$`,
  ),
  new RegExp(
    `^(?:while|as|when) ${away} ${end.replace('.+', '.+?')},? (?:let )?(?<who>\\S.*?) (?:will |shall |can |should )?${does}${me}$`,
  ),
  new RegExp(
    `^(?:let )?(?<who>\\S.*?) (?:will |shall |can |should )?${does} for (?<whom>\\S.*?)(?: (?:while|when) (?:i am|i'm|im|they are|she is|he is) (?:away|out|off))?(?: ${end})?$`,
  ),
  new RegExp(
    `^(?:make|appoint|name) (?<who>\\S.*?) (?:as )?(?:my|the) (?:stand-in|substitute|deputy)(?: for (?<whom>(?!until|the )\\S.*?))?(?: ${end})?$`,
  ),
  new RegExp(`^(?:my (?:stand-in|substitute|deputy) is) (?<who>\\S.*?)(?: ${end})?$`),
  new RegExp(`^(?<who>\\S.*?) is my (?:stand-in|substitute|deputy)(?: ${end})?$`),
];
const back =
  /^(?:i am|i'm|im) back(?: (?:again|now|in the office|from (?:vacation|holidays?|leave)))?$|^(?:end|stop|cancel|remove|delete) my (?:stand-in|substitute|deputy|absence)$|^i (?:decide|approve) (?:for )?myself again$/;
const others = [
  /^(?:end|stop|cancel|remove) (?:the )?(?:stand-in|substitute|deputy|absence) (?:of|for) (?<whom>\S.*)$/,
  /^(?:\S.*?) (?:no longer|not|doesn't|does not) (?:stands? in|decides?|covers?) for (?<whom>\S.*?)(?: any ?more| any longer)?$/,
  /^(?<whom>\S.*?) is back(?: (?:again|now|in the office|from (?:vacation|holidays?|leave)))?$/,
];
const asks =
  /^(?:who (?:stands? in|decides|covers|is standing in)(?: for \S.*)?|who is away|who(?:'s| is) (?:on vacation|out|absent)|(?:list|show(?: me)?) (?:the |all )?(?:stand-ins|absences)|for whom do i (?:stand in|decide)|(?:who|whom) do i (?:stand in|decide|cover) for)$/;

export function standIns(text: string, shortened: string, talk: Talk): CommandRead | null {
  // Manners take "for me" away, where it says for whom.
  const whole = fold(text)
    .replace(/[.!?\s]+$/, '')
    .trim();
  const bare = /\bfor (?:me|us)\b/.test(whole) ? whole.replace(courtesy, '') : shortened;
  if (asks.test(bare)) return command({ do: 'stand_ins' });
  if (back.test(bare)) return command({ do: 'stand_in_end', who: self });
  for (const shape of others) {
    const whom = shape.exec(bare)?.groups?.whom;
    const found = whom === undefined ? null : personOf(whom, talk);
    if (found)
      return 'which' in found ? found : command({ do: 'stand_in_end', who: found.name }, found.assumptions);
  }
  for (const shape of shapes) {
    const said = shape.exec(bare)?.groups;
    const read = said && standing(said, talk);
    if (read) return read;
  }
  return null;
}

const courtesy = /^(?:hi|hey|hello|please|so|ok|okay|well)[\s,]+|[\s,]+(?:please|thanks|thank you)$/g;

const self: NamedValue = { id: 'me', name: 'you' };

/** Null where no person is named: "it decides for me" is something else. */
function standing(
  { who, whom = 'me', end: said }: Record<string, string | undefined>,
  talk: Talk,
): CommandRead | null {
  const standIn = personOf((who ?? '').replace(/[,;:.]$/, ''), talk);
  const absent =
    whom === 'me' || whom === 'us' ? { name: self, assumptions: [] as string[] } : personOf(whom, talk);
  if (standIn === null || absent === null) return null;
  if ('which' in standIn) return standIn;
  if ('which' in absent) return absent;
  const until = said === undefined ? null : untilOf(` ${said}`, talk);
  const named = absent.name.id === 'me' ? 'for me' : `for ${absent.name.name}`;
  if (until === null || typeof until === 'string' || until.until === null || until.rest.trim() !== '')
    return {
      lacks: until === 'past' ? 'That is past. Until when?' : 'Until when? For example "until Monday".',
      completes: `${standIn.name.name} stands in ${named} until …`,
    };
  return command({ do: 'stand_in', who: absent.name, by: standIn.name, until: until.until }, [
    ...standIn.assumptions,
    ...absent.assumptions,
  ]);
}
