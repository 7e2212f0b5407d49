/** "I'm away tomorrow, Tom decides", "from Monday to Friday Tom stands in for me", "I'm back", "who stands in for Mara". */
import type { NamedValue } from '../request.ts';
import { type Ahead, aheadIn } from '../spans-ahead.ts';
import { fold } from '../text.ts';
import { nobodyCalled, personOf } from './naming.ts';
import { type CommandRead, command, type Talk } from './read.ts';

const off =
  '(?:away|gone|out|off|out of (?:the )?office|on (?:vacation|holidays?|leave|sick leave|parental leave|maternity leave|pto|a trip|the road)|travell?ing|not (?:here|in|there|available)|absent|ooo|sick|ill|unavailable)';
const am = "(?:i am|i'm|im|i will be|i'll be|ill be|i shall be|i'm going to be)";
const does =
  '(?:decides?|stands? in|standing in|stand-in|covers?|fills? in|takes? over|approves?|substitutes?|deputi[sz]es?|steps? in|acts?|takes? my place|is (?:my|the|in) (?:stand-in|substitute|deputy|cover|backup|charge))';
const will = '(?:will |shall |can |should |is |may )?';
const joined = '(?: ?[,;:.-]+ ?(?:and |so )?| (?:and|so) )';
const forMe = '(?: (?:for|instead of) (?:me|us))?';
const then = "(?: (?:then|meanwhile|till then|until then|in the meantime|while (?:i am|i'm|im) away))?";
const theirs = '(?:him|her|them|me|us)';

/** With the stretch of time taken out. */
const shapes = [
  `(?:(?:while|as|when) )?${am} ${off}(?:${joined}| )(?:let )?(?<who>\\S.*?) ${will}${does}${forMe}${then}`,
  `(?<whom>\\S.*?) (?:is|will be) ${off}${joined}(?:let )?(?<who>\\S.*?) ${will}${does}(?: (?:for|instead of) ${theirs})?${then}`,
  `(?:let )?(?<who>\\S.*?) ${will}${does} (?:for|instead of) (?<whom>\\S.*?)(?: (?:while|when) (?:i am|i'm|im|they are|she is|he is) ${off})?`,
  `(?:make|appoint|name) (?<who>\\S.*?) (?:as )?(?:my|the) (?:stand-in|substitute|deputy)(?: for (?<whom>(?!the )\\S.*?))?`,
  `(?:my (?:stand-in|substitute|deputy) (?:is|will be)) (?<who>\\S.*?)`,
  `(?<who>\\S.*?) (?:is|will be) my (?:stand-in|substitute|deputy|cover|backup)`,
].map((shape) => new RegExp(`^${shape}$`));
const alone = new RegExp(`^(?:(?:while|as|when) )?${am} ${off}$`);
const worthALook = new RegExp(`\\b(?:${off}|${does}|stand-in|substitute|deputy)\\b`);

const back =
  /^(?:i am|i'm|im) back(?: (?:again|now|early|today|in the office|at work|from (?:vacation|holidays?|leave)))?$|^(?:end|stop|cancel|remove|delete) my (?:stand-in|substitute|deputy|absence|vacation|leave)$|^i (?:decide|approve) (?:for )?myself again$/;
const others = [
  /^(?:end|stop|cancel|remove) (?:the )?(?:stand-in|substitute|deputy|absence) (?:of|for) (?<whom>\S.*)$/,
  /^(?:\S.*?) (?:no longer|not|doesn't|does not) (?:stands? in|decides?|covers?) for (?<whom>\S.*?)(?: any ?more| any longer)?$/,
  /^(?<whom>\S.*?) is back(?: (?:again|now|in the office|from (?:vacation|holidays?|leave)))?$/,
];
const asks =
  /^(?:who (?:stands? in|decides|covers|is standing in)(?: for \S.*)?|who is away|who(?:'s| is) (?:on vacation|out|absent|off)(?: (?:today|now|this week|next week))?|(?:list|show(?: me)?) (?:the |all )?(?:stand-ins|absences)|for whom do i (?:stand in|decide)|(?:who|whom) do i (?:stand in|decide|cover) for)$/;

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
  if (!worthALook.test(bare) || questions.test(bare)) return null;
  const ahead = aheadIn(bare, talk);
  const rest = ahead === 'past' ? aroundEnd(bare) : ahead.rest;
  const said = rest.replace(/^[,;:.\s]+|[,;:.\s]+$/g, '');
  if (alone.test(said))
    return {
      lacks: 'Who decides for you meanwhile? Say the name.',
      completes: `${bare}, … decides for me`,
      of: 'stand_in',
    };
  for (const shape of shapes) {
    const found = shape.exec(said)?.groups;
    const read = found && standing(found, ahead, talk);
    if (read) return read;
  }
  return null;
}

const courtesy = /^(?:hi|hey|hello|please|so|ok|okay|well)[\s,]+|[\s,]+(?:please|thanks|thank you)$/g;
const questions = /^(?:who|what|which|show|list|how|is|are|does|do|can|could|may|why|when)\b/;
/** What an end that is past leaves of the words. */
const aroundEnd = (text: string): string =>
  text.replace(
    /\b(?:until|till|til|through|to) [^,;]+?(?=[,;]| and | \S+ (?:decides|stands|covers|takes)|$)/,
    '',
  );

const self: NamedValue = { id: 'me', name: 'you' };

/** Null where no person is named: "it decides for me" is something else. */
function standing(
  { who = '', whom = 'me' }: Record<string, string | undefined>,
  ahead: Ahead | 'past',
  talk: Talk,
): CommandRead | null {
  const named = who.replace(/[,;:.]$/, '');
  const absent =
    whom === 'me' || whom === 'us' ? { name: self, assumptions: [] as string[] } : personOf(whom, talk);
  if (absent === null) return null;
  if ('which' in absent) return { ...absent, of: 'stand_in' };
  const forWhom = absent.name.id === 'me' ? 'for me' : `for ${absent.name.name}`;
  const span = ahead === 'past' || ahead.words === '' ? '' : ` ${ahead.words}`;
  const standIn = personOf(named, talk);
  if (standIn === null)
    return nobodyCalled(named, talk, 'stand_in', (name) => `${name} stands in ${forWhom}${span}`);
  if ('which' in standIn) return { ...standIn, of: 'stand_in' };
  if (ahead === 'past' || ahead.until === null) {
    return {
      lacks: ahead === 'past' ? 'That is past. Until when?' : 'Until when? For example "until Monday".',
      completes: `${standIn.name.name} stands in ${forWhom}${span} until …`,
      of: 'stand_in',
    };
  }
  return command(
    {
      do: 'stand_in',
      who: absent.name,
      by: standIn.name,
      ...(ahead.from ? { from: ahead.from } : {}),
      until: ahead.until,
    },
    [...standIn.assumptions, ...absent.assumptions],
  );
}
