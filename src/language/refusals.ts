/** Requests that Steward does not carry out, whoever asks and however it is put. Read before anything else. */
import type { Refusal } from './request.ts';
import { fold } from './text.ts';

const things =
  '(?:all |every |any |the |my |our |these |those |this |that |of |entire |whole |stale |old |lost |open |won )*(?:deals?|opportunit(?:y|ies)|opps?|accounts?|customers?|contacts?|leads?|records?|reps|staff|employees|data(?:base)?|tables?|crm|pipeline|everything|history|audit(?: log)?|logs?|users?|people|quotas?|exceptions?|runs?|schema|rows?|them|it all)';
const patterns: [Refusal, RegExp][] = [
  [
    'rules',
    /\b(?:ignore|disregard|forget|bypass|override|overrule|skip|disobey|suspend|drop)\b.{0,40}\b(?:rules?|instructions?|prompts?|polic(?:y|ies)|guidelines?|restrictions?|guardrails?|safety|scopes?|permissions?|approvals?|checks?|limits?|told|above|previous)\b/,
  ],
  [
    'rules',
    /\b(?:you are now|pretend (?:to be|you|that)|act as|roleplay|jailbreak|developer mode|dan mode|system prompt|hidden prompt|your (?:initial |original |system )?(?:instructions|prompt))\b/,
  ],
  [
    'query',
    /\b(?:drop|truncate|alter)\s+(?:table|database|schema|view|index)\b|\bdelete\s+from\b|\binsert\s+into\b|\bselect\b.{1,80}\bfrom\s+(?:deals|people|pg_|information_schema|users|accounts|requests|runs)\b|;\s*(?:drop|delete|update|select)\b|\bunion\s+(?:all\s+)?select\b|\bor\s+1\s*=\s*1\b/,
  ],
  [
    'delete',
    new RegExp(
      `\\b(?:delete|erase|wipe|purge|destroy|remove|nuke|trash|clear out|get rid of|drop|truncate|reset)\\b ${things}\\b`,
    ),
  ],
  [
    'delete',
    /\b(?:remove|kick|throw|fire)\b .{0,30}\b(?:reps?|managers?|users?|people|everyone|everybody)\b.{0,30}\b(?:from|out of) (?:the |our )?(?:system|crm|company|team|workspace)\b/,
  ],
  ['delete', /\b(?:delete|erase|wipe|purge|destroy|nuke)\b/],
  [
    'pay',
    /\b(?:commissions?|salar(?:y|ies)|payroll|compensation|bonus(?:es)?|payslips?|wages?|ote|paychecks?|pay (?:of|for)|earn(?:s|ings)?|how much .{0,40}\b(?:paid|make|makes|earn|earns))\b/,
  ],
  [
    'secrets',
    /\b(?:passwords?|api[ _-]?keys?|secret(?:s| keys?)|access tokens?|bot tokens?|credentials|signing secret|private keys?|env(?:ironment)? variables?|connection string)\b/,
  ],
  [
    'private',
    /\b(?:social security|ssns?|national insurance|passport|tax ids?|dates? of birth|birthdays?|home address(?:es)?|private address(?:es)?|phone numbers?|mobile numbers?|cell numbers?|medical (?:records?|history|data|information|info|conditions?|leave|files?|details)|health records?|religio\w*|ethnicit\w*|bank (?:account|details)|credit cards?|ibans?)\b/,
  ],
  [
    'private',
    /\b(?:dump|reveal|print|hand over|leak|read out)\b.{0,40}\b(?:e-?mails|confidential|people table|users? table|direct messages)\b|\b(?:e-?mail addresses|private (?:notes?|messages?|chats?)|personal data|confidential (?:notes?|files?))\b/,
  ],
  [
    'access',
    /\b(?:from now on|any ?more|in future|going forward)\b.{0,60}\b(?:need(?:n't| not)?|have) to ask\b|\bwithout asking\b|\b(?:don't|do not|doesn't|never|stop) (?:need to )?(?:ask(?:ing)?|wait(?:ing)?)(?: for)? (?:me|us|anyone|anybody|permission|approval)\b|\boverwrite\b/,
  ],
  [
    'access',
    /\b(?:give|grant)\b.{0,40}\baccess\b|\b(?:make|grant|give|promote|set)\b.{0,30}\b(?:admin(?:istrator)?|root|superuser|full access|access to everything|all permissions)\b|\b(?:i am|i'm) (?:now )?(?:an? )?(?:admin|administrator|the ceo)\b|\bsudo\b/,
  ],
  ['bulk', /\b(?:approve|reject|accept|confirm|sign)\b.{0,20}\b(?:all|everything|every|each|them|any)\b/],
  [
    'bulk',
    /\b(?:turn off|disable|switch off|stop)\b.{0,30}\b(?:audit|approvals?|policy|polic(?:y|ies)|logging|checks?|confirmations?)\b/,
  ],
  [
    'bulk',
    /\b(?:mark|set|move|close|update|change|reassign|assign|transfer|convert)\b.{0,12}\b(?:all|every|everything|everyone's|each)\b/,
  ],
  [
    'send',
    /\b(?:e-?mail|send|forward|post|share|upload|leak|exfiltrate|text|dm|dump|copy|paste|export|sync|push)\b.{0,60}(?:\b(?:g?mail|hotmail|outlook|yahoo|pastebin|dropbox|google drive|gdrive|personal (?:account|mail|drive)|my (?:private|personal|home))\b|\bto\b .{0,40}@|@[\w-]+\.\w|https?:|\b(?:all|every) (?:customers?|contacts?|leads?|clients?|accounts?)\b|\bcompetitors?\b)/,
  ],
  [
    'send',
    /^(?:please |pls |can you |could you )*(?:e-?mail|send|text|write to|reply to|call|schedule|book|invite)\b/,
  ],
  [
    'write',
    /^(?:please |pls |can you |could you |i want to |i need to |let's )*(?:mark|set|update|change|edit|move|close|reopen|reassign|assign|transfer|rename|create|add|insert|log|push|bump|raise|lower|increase|decrease|advance|merge|convert|tag|untag)\b(?! dates?\b)/,
  ],
  ['send', /\bexport\b.{0,60}\b(?:everyone|everybody|all (?:people|reps|customers|contacts|users))\b/],
];
// "Close date …", "closing …", "set to close" ask; they do not write.
const asking =
  /^(?:please |pls )*(?:close (?:da\w+|rates?|ratios?)|closing|closed?d?\s+(?:this|last|next|in|by)\b|set to close|add up\b|total\b|show|list|how|what|which|who|count|find|move dates?)\b/;

/** Why this is not done; null where nothing speaks against reading it. */
export function refusalOf(text: string): Refusal | null {
  const plain = fold(text).slice(0, 2_000);
  for (const [why, pattern] of patterns) {
    if (!pattern.test(plain)) continue;
    if ((why === 'write' || why === 'bulk') && asking.test(plain)) continue;
    return why;
  }
  return null;
}

/** One polite sentence, and what is possible instead. */
export const refusalSentences: Record<Refusal, { because: string; instead: string }> = {
  delete: {
    because: 'Steward does not delete deals or data.',
    instead: 'A deal can be closed as lost: type "deal" and its name, and edit it there.',
  },
  rules: {
    because: 'Steward does not set its rules aside.',
    instead: 'You can ask about the deals in your territory, and type "help" for more.',
  },
  pay: {
    because: 'Steward does not show anybody’s pay or commission.',
    instead: 'You can ask about deals, amounts and stages.',
  },
  secrets: {
    because: 'Steward does not show passwords, keys or settings of the machine.',
    instead: 'You can ask about deals, amounts and stages.',
  },
  private: {
    because: 'Steward does not show people’s private data.',
    instead: 'You can ask about deals, accounts and stages.',
  },
  access: {
    because: 'Steward does not change anybody’s rights from a message.',
    instead: 'An administrator can.',
  },
  bulk: {
    because: 'Steward does not decide or change many things from one sentence.',
    instead: 'Each card can be approved, edited or rejected by the person it waits for.',
  },
  write: {
    because: 'Steward does not change deals from a sentence.',
    instead: 'Type "deal" and its name to see it; permitted people can edit it there.',
  },
  send: {
    because: 'Steward does not send messages or data to others from a request.',
    instead: 'It can show you the deals here.',
  },
  query: {
    because: 'Steward does not run database commands.',
    instead: 'You can ask about deals in plain words.',
  },
};
