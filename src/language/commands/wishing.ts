/** What people ask for that is not there yet: rules, playbooks, snapshots, modes. Read as what it is, so that nothing else is done. */
import { fold } from '../text.ts';
import { untilOf } from '../until.ts';
import { agentNamed, nameOf } from './naming.ts';
import { asTyped, type CommandRead, command, type Talk } from './read.ts';

export function wishing(text: string, bare: string, talk: Talk): CommandRead | null {
  return (
    mode(bare, talk) ?? rule(text, bare) ?? playbook(text, bare, talk) ?? snapshot(bare) ?? clone(text, bare)
  );
}

const rules = [
  /^(?:create|add|make|set up|set|write|define|start|new|i want)\s+(?:a |new |an |the )*rule\b\s*(?:that|to|which|for|saying)?[\s:,-]*(.*)$/,
  /^(?:new )?rule\s*[:,-]\s*(.+)$/,
  /^(.+?)[\s,;.-]+(?:and )?(?:make|turn|save|keep) (?:that|this|it) (?:into |as |in)?\s*a rule$/,
  /^((?:from now on|whenever|every time|always|never)\b.+)$/,
  /^((?:notify|tell|warn|ask|flag|ping|remind)\b.{0,40}\b(?:when|whenever|if|every time|before|as soon as)\b.+)$/,
];
const alerts =
  /^((?:alert|notify|tell|warn|ping)\s+(?:me|us)\b.{0,60}\b(?:win rate|coverage|pipeline|forecast|quota|attainment|cost|spend|metric|kpi|revenue|sales)\b.*\b(?:drops?|falls?|below|above|over|under|exceeds?|rises?)\b.*)$/;

function rule(text: string, bare: string): CommandRead | null {
  const alert = alerts.exec(bare);
  if (alert) return command({ do: 'not_yet', wish: { kind: 'alert', text: own(text, alert[1] ?? '') } });
  for (const pattern of rules) {
    const found = pattern.exec(bare);
    if (found) return command({ do: 'not_yet', wish: { kind: 'rule', text: own(text, found[1] ?? '') } });
  }
  return null;
}

const own = (text: string, folded: string): string =>
  folded === '' ? '' : (asTyped(text, folded, fold) ?? '');

const starts =
  /^(?:activate|start|play|run|switch on|turn on|use|enable|launch|apply|switch to)\s+(?:the )?(.+)$/;
const ends = /^(?:deactivate|stop|end|switch off|turn off|disable|leave)\s+(?:the )?(.+)$/;

function playbook(text: string, bare: string, talk: Talk): CommandRead | null {
  const on = starts.exec(bare);
  const off = on ? null : ends.exec(bare);
  const said = (on ?? off)?.[1];
  if (!said) return null;
  const begins = talk.lexicon.playbooks.find(({ name }) => fold(said).startsWith(`${fold(name)} on `));
  if (begins)
    return command({
      do: 'not_yet',
      wish: { kind: 'playbook', on: on !== null, name: begins.name, until: null },
    });
  const ended = untilOf(said, talk);
  if (typeof ended === 'string') return /playbook/.test(said) ? { unread: said } : null;
  const wanted = plain(ended.rest);
  const alike = talk.lexicon.playbooks.filter(({ name }) => plain(name).startsWith(wanted));
  const known = wanted === '' || alike.length > 1 ? undefined : alike[0];
  const typed = own(text, ended.rest.replace(/\s+from (?:today|now)$/, ''));
  const sure = (known && plain(known.name) === wanted) || /\bplaybooks?\b/.test(ended.rest);
  if (!sure && !(switched.test(bare) && isUnknownName(typed, talk))) return null;
  const name = known?.name ?? typed.replace(/\s*\bplaybook\b\s*/gi, ' ').trim();
  return command({ do: 'not_yet', wish: { kind: 'playbook', on: on !== null, name, until: ended.until } });
}

const switched = /^(?:activate|deactivate|switch on|switch off|turn on|turn off|enable|disable)\b/;

/** "Summer slowdown": nothing else that bears a name is switched on and off. */
const isUnknownName = (typed: string, { lexicon, choices }: Talk): boolean =>
  /^\p{Lu}\p{Ll}/u.test(typed) &&
  agentNamed(fold(typed), lexicon) === null &&
  nameOf(typed, ['account', 'person', 'team', 'territory'], { lexicon, choices }) === null;

const plain = (name: string): string =>
  fold(name)
    .replace(/\bplaybook\b/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');

const snapshots: ['take' | 'compare' | 'restore', RegExp][] = [
  ['compare', /^(?:compare|diff|what changed since)\b.*\bsnapshots?\b\s*(.*)$/],
  ['restore', /^(?:restore|go back to|roll back to|load)\b.*\bsnapshot\b\s*(.*)$/],
  [
    'take',
    /^(?:save|keep|store)\s+(?:the |our )?(?:current )?(?:settings|configuration|thresholds|limits)\s+as\s+(?:a |the )?snapshot(?:\s+(?:called|named))?(?:\s+(.+))?$/,
  ],
  [
    'take',
    /^(?:(?:take|make|create|save|keep)\s+(?:a |the )?snapshot|snapshot)(?:\s+(?:of )?(?:the |our )?(?:current )?(?:settings|configuration|config|thresholds|rules))?(?:\s+(?:called|named|as|and (?:call|name) it)\s+(.+))?$/,
  ],
];

function snapshot(bare: string): CommandRead | null {
  for (const [how, pattern] of snapshots) {
    const found = pattern.exec(bare);
    if (found) return command({ do: 'not_yet', wish: { kind: 'snapshot', how, name: found[1] || null } });
  }
  return null;
}

const modes =
  /^(?:set|put|switch|move|change|turn|promote|demote|bring)\s+(.+?)\s+(?:back )?(?:in|into|to|on)\s+(?:the )?(shadow|suggest|auto|automatic)(?: mode)?$/;

function mode(bare: string, talk: Talk): CommandRead | null {
  const found = modes.exec(bare);
  if (!found) return null;
  const who = (found[1] ?? '').replace(/^(?:the )?mode of\s+/, '');
  const to = found[2] === 'shadow' || found[2] === 'suggest' ? found[2] : 'auto';
  const agent =
    talk.it?.kind === 'agent' && /^(?:it|this)$/.test(who) ? talk.it : agentNamed(who, talk.lexicon);
  return command({
    do: 'not_yet',
    wish: { kind: 'mode', agent: agent ? { id: agent.id, name: agent.name } : null, mode: to },
  });
}

const copies =
  /^(?:(?:clone|copy|duplicate)\s+|(?=use the same ))(.*\b(?:settings?|config(?:uration)?|thresholds?|limits?|rules?)\b.*)$/;

function clone(text: string, bare: string): CommandRead | null {
  const found = copies.exec(bare);
  return found ? command({ do: 'not_yet', wish: { kind: 'clone', text: own(text, found[1] ?? '') } }) : null;
}
