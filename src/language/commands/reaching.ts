/** "E-mail me instead", "only in the Home", "message me in Slack", "be casual with me", "set the tone to formal for EMEA". */
import type { Place } from '../request.ts';
import { type CommandRead, command, type Talk } from './read.ts';
import { partsOf } from './threshold-parts.ts';

const again = '(?: (?:instead|again|from now on|please|now|only|rather))*';
const things =
  '(?: (?:(?:these|this|my|such|the|your|all)(?: of)? )?(?:things?|cards?|messages?|notices?|notifications?|nudges?|reminders?|everything|it|them|stuff|that))?';
const ways: [string, RegExp[]][] = [
  [
    'e-mail',
    [
      new RegExp(`^e-?mail me${things}${again}$`),
      new RegExp(
        `^(?:send|reach|contact|notify|tell|write|message|get) (?:to )?me${things} (?:by|via|through|over|per|as|an|in|with) (?:an )?e-?mails?(?: (?:and not|not|instead of|rather than) (?:in |by |on |to )?slack(?: messages?)?)?${again}$`,
      ),
      new RegExp(
        `^send me (?:an )?e-?mails?(?: (?:and not|not|instead of|rather than) (?:in |by )?slack(?: messages?)?)?${again}$`,
      ),
      new RegExp(
        `^(?:i )?(?:want|prefer|would prefer|would like|use) (?:an )?e-?mails?(?: for me)?(?: (?:over|to|instead of|rather than) slack)?${again}$`,
      ),
    ],
  ],
  [
    'Home',
    [
      new RegExp(
        `^(?:show |put |keep |leave |send )?(?:me |my )?(?:things? |cards? |it |everything |them |these |stuff )?(?:only|just) (?:in|on|to) (?:the |my |steward's )?(?:app )?home(?: tab)?${again}$`,
      ),
      new RegExp(
        `^(?:only|just) (?:show|put|keep|leave) (?:me )?(?:things? |cards? |it |everything |them |these |stuff )?(?:in|on) (?:the |my |steward's )?(?:app )?home(?: tab)?${again}$`,
      ),
      /^(?:no|stop|don't send me|do not send me|send me no) (?:more )?(?:direct )?(?:messages|dms)(?: to me)?(?: at all| any ?more)?,? (?:only|just) (?:in )?(?:the |my )?home$/,
    ],
  ],
  [
    'Slack',
    [
      new RegExp(
        `^(?:message|dm|ping|write|tell|notify|reach|contact) (?:to )?me${things} (?:in|on|by|via|over) slack${again}$`,
      ),
      new RegExp(`^(?:back to slack|slack me|use slack)(?: for me)?${again}$`),
      new RegExp(`^(?:no|stop) (?:more )?(?:the |these |those )?e-?mails(?: to me| for me)?${again}$`),
    ],
  ],
];
const formal = 'formal|polite|businesslike|business-like|professional|serious|official';
const casual = 'casual|informal|friendly|relaxed|warm|chatty|easy-?going|nice|nicer|friendlier|less formal';
const tone = `(?:a (?:bit|little) )?(?:more )?(?:${formal}|${casual})`;
const tones = [
  `^(?:please )?be (?<tone>${tone})(?: (?:with|to|towards) (?<who>\\S.*))?$`,
  `^(?:set|make|change|switch|put) (?:the |my |your |our )?tone (?:of (?:the )?(?:messages|nudges) )?(?:to|into) (?<tone>${tone})(?: (?:for|with|in) (?<who>\\S.*))?$`,
  `^(?:my|the|your) tone (?:is|should be|shall be) (?<tone>${tone})(?: (?:for|with|in) (?<who>\\S.*))?$`,
  `^use (?:a |an |the )?(?<tone>${tone}) tone(?: (?:for|with|in) (?<who>\\S.*))?$`,
  `^(?:talk|speak|write) (?:to )?(?<who>me|us|everyone|everybody) (?:in a |more )?(?<tone>${tone})(?:ly)?(?: tone)?$`,
].map((shape) => new RegExp(shape));
/** Of a tone that there is not: which one is meant. */
const otherTone =
  /^(?:please )?be (?:a (?:bit |little )?)?(?:more )?(?:brief|briefer|short|shorter|terse|concise|direct|funny|funnier|kind|kinder|gentle|blunt|strict|rude|cheerful|neutral)(?: (?:with|to|towards) (?:me|us|everyone))?$/;
const me: Place = { scope: 'person', of: { id: 'me', name: 'you' } };

/** `text` as it was typed: manners take "for me" off the end. */
export function reaching(text: string, bare: string, talk: Talk): CommandRead | null {
  const way = ways.find(([, shapes]) => shapes.some((shape) => shape.test(bare)));
  if (way) return command({ do: 'set_preference', preference: 'reached_by', value: way[0], place: me });
  const said = tones.map((shape) => shape.exec(bare)?.groups).find((groups) => groups !== undefined);
  if (!said)
    return otherTone.test(bare)
      ? { lacks: 'There are two tones, formal and casual. Which one?', completes: 'be … with me' }
      : null;
  const value =
    new RegExp(`(?:^| )(?:${formal})$`).test(said.tone ?? '') && said.tone !== 'less formal'
      ? 'formal'
      : 'casual';
  const own = said.who === undefined || /^(?:me|us)$/.test(said.who);
  const mine = /\b(?:me|my)\b/.test(text.toLowerCase()) || /^be\b/.test(bare);
  if (own && (mine || said.who !== undefined))
    return command({ do: 'set_preference', preference: 'tone', value, place: me });
  const parts = said.who === undefined ? null : partsOf(said.who, talk);
  if (parts === null)
    return command({ do: 'set_preference', preference: 'tone', value, place: { scope: 'everyone' } });
  if (!('place' in parts) || parts.value || parts.stage || parts.until || !parts.place) return null;
  return command({ do: 'set_preference', preference: 'tone', value, place: parts.place }, parts.assumptions);
}
