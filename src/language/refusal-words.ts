/** What is not done, as English says it. The first that matches gives the reason, so the graver ones come first. Text is folded. */
import type { Refusal } from './request.ts';

const determiners =
  '(?:all |every |any |the |my |our |their |these |those |this |that |of |entire |whole |old |stale |lost |open |won |closed |dead )*';
const nouns =
  '(?:deals?|opportunit(?:y|ies)|opps?|accounts?|customers?|contacts?|leads?|records?|reps|staff|employees|data(?:base)?|tables?|crm|pipeline|everything|history|activit(?:y|ies)|audit(?: log| trail)?|logs?|users?|people|quotas?|exceptions?|runs?|schema|rows?|them|it all)';
const things = `${determiners}${nouns}`;
const theirs = `${determiners}(?:[\\p{L}-]+'s? )?${nouns}`;
const start =
  "^(?:(?:please|pls|kindly|can you|could you|would you|will you|just|now|and|then|hey|hi|steward|i want to|i need to|i want you to|i need you to|let's|go|go ahead and)[\\s,:!]+)*";
const rules =
  '(?:rules?|instructions?|prompts?|polic(?:y|ies)|guidelines?|restrictions?|guardrails?|safety|scopes?|permissions?|approvals?|checks?|limits?|told|above|previous|context|programming|training)';

const all = (...patterns: string[]): RegExp => new RegExp(patterns.join('|'), 'u');

export const refusalWords: [Refusal, RegExp][] = [
  [
    'rules',
    all(
      `\\b(?:ignore|disregard|forget|bypass|override|overrule|skip|disobey|suspend|drop|circumvent|get around|work around|break)\\b.{0,40}\\b${rules}\\b`,
      '\\b(?:you are now|pretend (?:to be|you|that|the|there|i)|act as|act like|roleplay|role-play|jailbreak|jailbroken)\\b',
      '\\b(?:developer|dev|dan|god|admin|root|debug|maintenance|unrestricted|sudo) mode\\b',
      '\\b(?:system|hidden|initial|original|internal|secret) (?:prompts?|instructions|rules|message)\\b',
      '\\byour (?:prompt|(?:initial |original |system |own )?instructions|guidelines|guardrails|programming|configuration prompt)\\b',
      '\\b(?:repeat|recite|print|output|echo|quote|translate|summari[sz]e)\\b.{0,40}\\b(?:above|verbatim|before this|so far you|you were (?:told|given)|conversation)\\b',
      '\\bwhat (?:were you|have you been|are you) (?:told|instructed|not allowed|forbidden|prompted|programmed)\\b',
      '\\bwhat (?:rules|instructions|prompts?) (?:were you|have you|do you|are you|did they|did you)\\b',
      "\\byou(?:'re| are) (?:not|no longer) steward\\b|\\byou(?:'re| are) (?:an? )?(?:free|unrestricted|uncensored|evil|new|different)\\b",
      '\\b(?:ignore|disregard|forget)\\b.{0,20}\\bwhat\\b.{0,30}\\bsaid\\b|\\byour (?:own )?(?:configuration|internals|source code|code base|memory)\\b',
      '\\bobey (?:only )?me\\b|\\bdo anything now\\b|\\b(?:no|without(?: any)?) (?:rules|restrictions|guardrails|filters applied)\\b',
      '^\\W*(?:system|assistant|developer)\\s*[:>\\]]|<\\/?(?:system|instructions?|prompt)>|"role"\\s*:|\\[+\\s*(?:system|inst)\\s*\\]+',
      '\\bend of (?:the )?prompt\\b|\\b(?:new|updated|real) (?:instructions?|task|system message)\\s*:|\\bbase ?64\\b',
      '\\b(?:territory|scope|region|access|permission) (?:filters?|checks?|limits?) (?:is |are )?(?:disabled|off|removed|lifted)\\b',
    ),
  ],
  [
    'query',
    all(
      '\\b(?:drop|truncate|alter)\\s+(?:table|database|schema|view|index)\\b|\\bdelete\\s+from\\b|\\binsert\\s+into\\b',
      '\\bselect\\b.{1,80}\\bfrom\\s+(?:deals|people|pg_|information_schema|users|accounts|requests|runs)\\b',
      '\\bupdate\\s+\\w+\\s+set\\s+\\w+\\s*=|;\\s*(?:drop|delete|update|select|insert)\\b|\\bunion\\s+(?:all\\s+)?select\\b|\\bor\\s+1\\s*=\\s*1\\b',
      '\\brm -[rf]|\\b(?:curl|wget)\\s+\\S|\\|\\s*(?:ba)?sh\\b|\\/etc\\/|\\b(?:shell|bash|terminal|system) command\\b|\\bpowershell\\b|\\beval\\(|<script\\b|\\bssh (?!keys?\\b)|\\bdump (?:the |all |our |whole )*(?:database|db|tables?|crm|schema|memory)\\b',
    ),
  ],
  [
    'secrets',
    all(
      '\\b(?:passwords?|api[ _-]?keys?|secret(?:s| keys?)|(?:access|bot|slack|app|api|auth|session|refresh|bearer) tokens?|credentials|signing secret|private keys?|ssh keys?)\\b',
      '\\b(?:env(?:ironment)? (?:variables?|file)|connection string|process\\.env|steward_secret|database[ _]url)\\b|(?:^|\\s)\\.env\\b|\\bxox[abp]-|[a-z]_(?:api_?key|key|token|secret|password|pass|pw)s?\\b',
    ),
  ],
  [
    'delete',
    all(
      `\\b(?:delete|erase|wipe|purge|destroy|remove|nuke|trash|clear out|get rid of|drop|truncate|reset|scrub|discard|obliterate|shred|flush)\\b ${things}\\b`,
      `\\b(?:get rid of|throw (?:away|out)|bin|clear out) ${theirs}\\b`,
      `${start}(?:clear|empty|format|clean out|kill|kill off|scrap|zap|eliminate) ${theirs}\\b(?! (?:filters?|threshold|limit))`,
      '\\b(?:delete|erase|wipe|purge|destroy|nuke|obliterate)\\b(?!\\s+(?:the\\s+|our\\s+|my\\s+)?playbook\\b)',
      '\\b(?:remove|take|strike|kick)\\b.{1,60}\\b(?:from|out of|off) (?:the |our )?(?:system|crm|database|books|records)\\b',
      '\\b(?:remove|kick|throw|fire)\\b .{0,30}\\b(?:reps?|managers?|users?|people|everyone|everybody)\\b.{0,30}\\b(?:from|out of) (?:the |our )?(?:system|crm|company|team|workspace)\\b',
    ),
  ],
  [
    'pay',
    all(
      '\\b(?:commissions?|salar(?:y|ies)|payroll|compensation|bonus(?:es)?|wages?|ote|on[- ]target earnings|pay ?(?:slips?|stubs?|checks?|grades?|bands?|packages?|rises?)|pay (?:of|for)|earn(?:s|ed|ings?)?|take[- ]home|remuneration)\\b',
      '\\bhow much .{0,40}\\b(?:paid|make|makes|earn|earns)\\b(?! (?:in|of|from) (?:sales|revenue|deals|wins|bookings|business|pipeline))',
      '\\bget(?:s|ting)? paid\\b|\\bwhat (?:is|are|was|were|do|does) .{1,60} (?:get |being )?paid\\b|\\bbase (?:pay|and (?:variable|bonus|commission)|salary)\\b',
    ),
  ],
  [
    'private',
    all(
      '\\b(?:social security|ssns?|national insurance|passports?(?! to\\b)|tax ids?|dates? of birth|birthdays?|(?:home|private|personal|postal) addresse?s?|(?:(?<!\\bcheck(?:ing)? )phone|mobile|cell|private|personal) numbers?|(?:medical|health) (?:records?|history|conditions?|files?|data|notes?|issues?|info\\w*)|religio\\w*|ethnicit\\w*|nationalit\\w*|sexual\\w*|political views?|bank (?:account|details)|credit cards?|ibans?)\\b',
      '\\b(?:dump|reveal|print|hand over|leak|read out|read me)\\b.{0,40}\\b(?:e-?mails|confidential|people table|users? table|direct messages|dms|inbox)\\b',
      "'s (?:cell|mobile|phone|handy)(?: number)?\\W*$",
      '\\b(?:download|dump|print)\\b.{0,30}\\b(?:contacts?|customers?|people)\\b.{0,30}\\b(?:e-?mails?|phones?|addresses)\\b',
      '\\binternal notes\\b',
      '\\b(?:(?<!\\bcheck(?:ing)? )e-?mail addresses|(?:personal|private) (?:e-?mails?|notes?|messages?|chats?|data|phones?|life)|direct messages|dms of|confidential (?:notes?|files?))\\b',
      // Who is away, and why, is asked; that somebody is may be the reason for something else.
      '^(?!.*[,;:.!] )(?:please |can you |could you )?(?:why|who|whose|when|how|is|was|has|had|did|what|which|list|show|give|tell|count|any|anyone)\\b.*\\b(?:sick|maternity|paternity|parental|medical) (?:leave|notes?)\\b|^(?:why|who|is|was|how often|how many|when|has)\\b[^,;.]{0,40}\\b(?:sick|ill|pregnan\\w*|divorc\\w*)\\b',
      '\\bwhere (?:does|do|did) .{1,40} (?:lives?|reside)\\b',
    ),
  ],
  [
    'impersonate',
    all(
      "\\bimpersonat\\w*|\\b(?:log|sign) (?:me )?in as\\b|\\bon behalf of\\b.{0,40}|\\bin (?:the name of\\b|[\\p{L}-]+'s name\\b)",
      `${start}(?:post|speak|act|talk|answer|reply|sign|approve|reject|decide|write|press|click|vote|confirm)\\b.{0,40}\\bas (?!stale|lost|won|soon|csv|a\\b|an\\b|the\\b|of\\b|inactive|well|good|bad)\\p{L}`,
      `${start}say (?:yes|no|ok|okay) (?:for|as|instead of)\\b`,
      "\\b(?:switch to|use|with|under|borrow) [\\p{L}-]+'s (?:account|permissions?|rights|login|access|roles?|credentials|identity)\\b",
      "^(?:i am|i'm|this is|it is|it's) (?!looking|trying|new|lost|not|sure|interested|going|curious|asking|about|working|after|the one)[\\p{L}-]+(?: [\\p{L}-]+)?[,.;:!-]+ .*\\b(?:approve|reject|confirm|give|grant|make|unlock|do it)\\b",
    ),
  ],
  [
    'hidden',
    all(
      "\\b(?:don't|do not|dont|never|without|stop) (?:log|record|track|audit)(?:ging|ing)?\\b(?! (?:in|calls?|deals))|\\boff the record\\b|\\bleave no trace\\b|\\bcover (?:my|our|the) tracks\\b",
      "\\bhide (?:this|that|it|them|these|my|the (?:loss|change|deal))\\b|\\b(?:don't|do not|dont) (?:tell|let) (?:my |the )?(?!me|us)[\\p{L}-]+(?: know)?\\b\\W*$|\\bkeep (?:this|it|that) (?:secret|quiet|from)\\b",
      "\\b(?:without|w\\/o) (?:[\\p{L}'-]+ ){1,4}(?:seeing|knowing|noticing|finding out|hearing|being told)\\b",
      '\\bnobody (?:finds?|can find|should know|must know|may know)\\b',
      '\\b(?:so|such) (?:that )?nobody (?:can|will|sees?|notices?|knows?)\\b|\\bsay nothing\\b|\\bbehind .{1,20} back\\b',
    ),
  ],
  [
    'access',
    all(
      "\\b(?:from now on|any ?more|in future|going forward)\\b.{0,60}\\b(?:need(?:n't| not)?|have) to ask\\b|\\bwithout asking\\b(?! me| us)",
      "\\b(?:don't|do not|doesn't|never|stop) (?:need to )?(?:ask(?:ing)?|wait(?:ing)?)(?: for)? (?:me|us|anyone|anybody|permission|approval)\\b|\\boverwrite\\b",
      '\\b(?:give|grant|get|want|need)\\b.{0,40}\\b(?:access (?:to|for|rights?)|access$|rights|(?:approver|admin|manager|owner) role)\\b',
      '\\b(?:grant|give|promote|set)\\b.{0,30}\\b(?:admin(?:istrator)?|root|superuser|full access|access to everything|all permissions)\\b',
      '\\bmake [\\p{L}-]+(?: [\\p{L}-]+)? (?:an? |the )?(?:approver|admin(?:istrator)?|manager|superuser|root|agent owner)\\b',
      "\\b(?:promote|add|upgrade) (?:me|us|him|her|[\\p{L}-]+) (?:to|as|among) (?:an? |the |all )?(?:admins?|administrators?|approvers?|managers?|owners?)\\b|\\bchange (?:my|his|her|[\\p{L}-]+'s) roles?\\b",
      "\\b(?:i am|i'm) (?:now )?(?:an? |the )?(?:admin|administrator|ceo|root)\\b|\\bsudo\\b",
      '\\b(?:treat|consider|regard|see) me as\\b|\\b(?:permission|authori[sz]ation|clearance) from (?:the|my|our) \\w+',
      '\\b(?:territory|region|scope|access) (?:restrictions?|locks?)\\b|\\b(?:disable|turn off|switch off|deactivate)\\b.{0,12}\\b(?:territory|region|scope|access) (?:filter|check|limit)s?\\b|\\bunlock\\b.{0,20}\\bterritor',
      '\\b(?:lock|kick|throw|shut|ban)\\b [\\p{L}-]+(?: [\\p{L}-]+)? out(?! of date)\\b|\\b(?:block|revoke|remove|cut)\\b.{0,30}\\b(?:access|account access|login|permissions?)\\b',
    ),
  ],
  [
    'falsify',
    all(
      '\\b(?:back ?dat|inflat|falsif|fudg|fabricat|forg|manipulat|massag|sugar-?coat)(?:e|es|ed|ing|y|ies|ied|ying)?\\b|\\bcook(?:ing)? the books\\b',
      `${start}(?:fake|pad|doctor|invent)\\b|\\bfake (?:deals?|leads?|activit(?:y|ies)|calls?|numbers?)\\b|\\blooks? (?:better|good|great|nicer) (?:than|for|to|on)\\b|\\bmake (?:it|this|that) look like\\b|\\bmake\\b.{0,60}\\blooks? (?:better|good|great|nicer|bigger)\\b`,
    ),
  ],
  [
    'bulk',
    all(
      '\\b(?:auto-?)?(?:approve|reject|accept|confirm|sign)\\b.{0,20}\\b(?:all|everything|every|each|them|any)\\b',
      '\\b(?:turn off|disable|switch off|stop|deactivate|kill|shut off|turn|switch)\\b.{0,30}\\b(?:audit(?:ing)?|approvals?|policy|polic(?:y|ies)|logging|checks?|confirmations?)\\b(?: off\\b)?',
      "\\b(?:mark|set|move|close|update|change|reassign|assign|transfer|convert)\\b.{0,12}\\b(?:all|every|everything|everyone's|each)\\b",
      `${start}(?:self-?)?(?:approve|reject|sign(?: off)?)\\b(?! rate)|^(?:bulk|mass)[- ](?:close|delete|approve|reject|move|win)\\b|\\balways (?:approve|accept)\\b`,
      '\\b(?:double|triple|halve|zero out)\\b.{0,16}\\b(?:all|every|each|amounts?|values?|quotas?)\\b',
    ),
  ],
  [
    'send',
    all(
      '\\b(?:e-?mail|send|forward|post|share(?! of\\b)|upload|leak|exfiltrate|text|dm|dump|copy|paste|export|sync|push)\\b.{0,60}(?:\\b(?:g?mail|hotmail|outlook|yahoo|pastebin|dropbox|google (?:drive|sheets?|docs?)|gdrive|notion|airtable|personal (?:account|mail|drive)|my (?:private|personal|home))\\b|\\bto\\b .{0,40}@|@[\\w-]+\\.\\w|https?:|(?<!^(?:please |pls |can you |could you )?export(?: me)? )\\b(?:all|every) (?:customers?|contacts?|leads?|clients?|accounts?)\\b|\\bcompetitors?\\b|\\bthe (?:press|media)\\b)',
      `${start}(?:mail|message|write|text|call|spam|ping|phone)\\b.{0,10}\\b(?:all|every|everyone|everybody)\\b|${start}spam\\b`,
      `${start}(?:notify|inform|contact|tell|alert|remind)\\b.{0,10}\\b(?:all|every)\\b.{0,12}\\b(?:customers?|clients?|contacts?|leads?|accounts?|prospects?)\\b`,
      '\\b(?:mass|bulk)[- ](?:e-?)?mail\\w*|\\be-?mail blast\\b|\\bblast\\b.{0,20}\\be-?mails?\\b|\\bnewsletters?\\b',
      `${start}(?:e-?mail(?! (?:activit|touch|count|volume|contact|lead|source))|send(?! me\\b)|text(?! (?:of|in|field))|write to|reply to|call(?!s| activit| count| volume| notes?)|schedule|book|invite|leak)\\b`,
      `${start}post\\b.{0,30}\\b(?:in|to|on) (?:all|every|everywhere|facebook|twitter|x|linkedin|social media)\\b`,
      `${start}share\\b(?! of\\b).*\\bwith (?!me\\b|us\\b|my team|our team|the team|a next|no\\b|an?\\b)`,
      '\\bexport\\b.{0,60}\\b(?:everyone|everybody|all (?:people|reps|users))\\b',
    ),
  ],
  [
    'write',
    /^(?:please |pls |can you |could you |i want to |i need to |let's )*(?:mark|set|update|change|edit|move|close|reopen|reassign|assign|transfer|rename|create|add|insert|log|push|bump|raise|lower|increase|decrease|advance|merge|convert|tag|untag)\b(?! (?:dates?|in|of)\b)/,
  ],
];
