/**
 * Rules as people say them to the cast's company, with the condition and the effect that they mean; "?" is asked back.
 * Written from the field catalogue alone, before there was a reader. Parts of a condition stand in any order.
 */
export type RuleSentence = [text: string, when: string, then: string];

export const ruleSentences: RuleSentence[] = [
  // The three that came first.
  [
    'If a deal is worth more than $500,000 and has no activity in 7 days, alert me directly',
    'amount > 500000 & days_since_activity >= 7 & open',
    'notify me',
  ],
  ['If a deal is marked Closed Won, trigger the customer onboarding workflow', 'won', 'start'],
  [
    'If the account is tagged as Strategic, skip the standard stale deal warnings',
    'account.tags = strategic & open',
    'skip stale_in_stage',
  ],
  // Told.
  [
    'notify me when a deal over $100k moves to Negotiation',
    'amount > 100000 & open & stage = S-negotiation, moves',
    'notify me',
  ],
  [
    'tell Mara if a deal in EMEA is in negotiation for more than 30 days',
    'days_in_stage > 30 & open & stage = S-negotiation & territory = T-emea',
    'notify P-mara-lind',
  ],
  ['ping me whenever a deal has no next step', 'next_step missing & open', 'notify me'],
  ['when a deal is past its close date, tell the owner', 'close_date in before today & open', 'notify owner'],
  [
    'alert my manager if one of my deals is over $250,000 and in Contract',
    'amount > 250000 & open & owner = me & stage = S-contract',
    'notify manager',
  ],
  [
    "tell the deal's owner when a deal has no activity in 14 days",
    'days_since_activity >= 14 & open',
    'notify owner',
  ],
  [
    "let the rep's manager know if a deal is worth over 200k",
    'amount > 200000 & open',
    "notify owner's manager",
  ],
  ['if a deal has been pushed more than 3 times, alert me', 'close_date_pushes > 3 & open', 'notify me'],
  [
    'whenever a deal of Acme Corp has no activity for 10 days, notify Priya Nair',
    'account = A-acme-corp & days_since_activity >= 10 & open',
    'notify P-priya-nair',
  ],
  [
    'warn me when a deal closing this month has no next step',
    'close_date in this month & next_step missing & open',
    'notify me',
  ],
  ['as soon as a deal is lost, tell me', 'lost', 'notify me'],
  ['if a deal is won, notify Oskar', 'won', 'notify P-oskar-weber'],
  ['notify me if a deal is worth at least $1m', 'amount >= 1000000 & open', 'notify me'],
  ['notify me if a deal is worth less than $5,000', 'amount < 5000 & open', 'notify me'],
  [
    'post in #big-deals when a deal over $300,000 enters Proposal',
    'amount > 300000 & open & stage = S-proposal, moves',
    'notify #big-deals',
  ],
  [
    'alert me if a deal of the AMER Sales team is stale',
    'days_in_stage > $stale_days & open & team = G-amer-sales',
    'notify me',
  ],
  ['every time a deal has no amount, remind the owner', 'amount missing & open', 'notify owner'],
  [
    'when a deal has been in Discovery for 60 days, let me know',
    'days_in_stage >= 60 & open & stage = S-discovery',
    'notify me',
  ],
  [
    "inform me when one of Tom's deals has no activity in 5 days",
    'days_since_activity >= 5 & open & owner = P-tom-reyes',
    'notify me',
  ],
  [
    'I want to be told when a deal between $50k and $100k is past its close date',
    'amount 50000..100000 & close_date in before today & open',
    'notify me',
  ],
  [
    'if any deal with product Platform Cloud has been in proposal for over 3 weeks then tell me',
    'days_in_stage > 21 & open & product = PR-platform-cloud & stage = S-proposal',
    'notify me',
  ],
  [
    'create a rule: alert me when a deal worth more than $75,000 is not touched for 20 days',
    'amount > 75000 & days_since_activity >= 20 & open',
    'notify me',
  ],
  [
    'rule: deals over $400k without next step, notify me',
    'amount > 400000 & next_step missing & open',
    'notify me',
  ],
  [
    'from now on tell me when a strategic account has a deal without a next step',
    'account.tags = strategic & next_step missing & open',
    'notify me',
  ],
  // Flagged.
  ['flag deals over $200,000 with no next step', 'amount > 200000 & next_step missing & open', 'flag'],
  [
    'flag any deal that has been in negotiation longer than 45 days',
    'days_in_stage > 45 & open & stage = S-negotiation',
    'flag',
  ],
  ['if a deal has no close date, flag it', 'close_date missing & open', 'flag'],
  [
    'flag it when a deal in AMER has been pushed 2 times or more',
    'close_date_pushes >= 2 & open & territory = T-amer',
    'flag',
  ],
  ['every deal over $1,000,000 must be flagged', 'amount > 1000000 & open', 'flag'],
  ['flag deals whose close date is in the past', 'close_date in before today & open', 'flag'],
  // Skipped.
  ['skip stale warnings for deals tagged nurture', 'account.tags = nurture & open', 'skip stale_in_stage'],
  ['do not send stale deal warnings for Acme Corp', 'account = A-acme-corp & open', 'skip stale_in_stage'],
  ['never warn about deals under $1,000', 'amount < 1000 & open', 'skip everything'],
  ['no warnings for deals in Discovery', 'open & stage = S-discovery', 'skip everything'],
  [
    'if a deal is in Contract, skip the close date warnings',
    'open & stage = S-contract',
    'skip close_date_past, close_date_pushed',
  ],
  ['skip any warnings about deals of Globex', 'account = A-globex & open', 'skip everything'],
  ["don't flag deals created in the last 14 days", 'created_on in last 14 days & open', 'skip everything'],
  [
    'skip inactivity warnings if the deal is worth less than $10,000',
    'amount < 10000 & open',
    'skip no_activity',
  ],
  ['stop flagging deals under $5k', 'amount < 5000 & open', 'skip everything'],
  ['ignore deals of Initech in the stale check', 'account = A-initech & open', 'skip stale_in_stage'],
  ['if the account is Hooli, do not send any cards', 'account = A-hooli-inc & open', 'skip everything'],
  [
    'if a deal has a next step, skip the no-activity warning',
    '!(next_step missing) & open',
    'skip no_activity',
  ],
  [
    'no stale warnings in Contract for deals closing this month',
    'close_date in this month & open & stage = S-contract',
    'skip stale_in_stage',
  ],
  [
    "if the owner is Dan Cole, don't warn about stale deals",
    'open & owner = P-dan-cole',
    'skip stale_in_stage',
  ],
  [
    'skip warnings about missing fields for deals under $2,500',
    'amount < 2500 & open',
    'skip required_fields_missing',
  ],
  [
    "when a deal's account is tagged nurture, don't warn about inactivity",
    'account.tags = nurture & open',
    'skip no_activity',
  ],
  // Asked.
  ['always ask a manager before changing deals over $50,000', 'amount > 50000 & open', 'ask manager'],
  ['always ask me before touching deals of Umbrella', 'account = A-umbrella & open', 'ask manager'],
  [
    'ask an approver before any change to deals tagged strategic',
    'account.tags = strategic & open',
    'ask approver',
  ],
  ['changes to deals in Contract need approval', 'open & stage = S-contract', 'ask manager'],
  ['if a deal is worth more than $750,000, require an approver', 'amount > 750000 & open', 'ask approver'],
  [
    'if the account is tagged strategic, always ask a person first',
    'account.tags = strategic & open',
    'ask manager',
  ],
  [
    'deals over $300k in Negotiation always need a manager',
    'amount > 300000 & open & stage = S-negotiation',
    'ask manager',
  ],
  ['ask before changing anything on deals of Priya', 'open & owner = P-priya-nair', 'ask manager'],
  [
    'any change to a deal of Globex has to be approved by an approver',
    'account = A-globex & open',
    'ask approver',
  ],
  [
    'if a deal closes this week, ask me before you change it',
    'close_date in this week & open',
    'ask manager',
  ],
  // Blocked.
  ["don't let agents change deals of Globex", 'account = A-globex & open', 'block'],
  ["don't touch deals in Contract", 'open & stage = S-contract', 'block'],
  ['never change deals over $2m', 'amount > 2000000 & open', 'block'],
  ['agents must never touch deals tagged strategic', 'account.tags = strategic & open', 'block'],
  ['block changes to deals owned by Zoë Müller', 'open & owner = P-zo-m-ller', 'block'],
  [
    'if a deal is in Negotiation and worth more than $100,000, block any change',
    'amount > 100000 & open & stage = S-negotiation',
    'block',
  ],
  ['leave deals of 3M alone', 'account = A-3m & open', 'block'],
  ["if the account is Open Systems, don't let agents touch it", 'account = A-open-systems & open', 'block'],
  ['hands off deals closing this week', 'close_date in this week & open', 'block'],
  [
    "don't change deals in EMEA that are worth more than $500k",
    'amount > 500000 & open & territory = T-emea',
    'block',
  ],
  // Several limits, and other ways to say them.
  [
    'if a deal in Proposal is worth $150,000 or more and has no next step and no activity in 10 days, alert me',
    'amount >= 150000 & days_since_activity >= 10 & next_step missing & open & stage = S-proposal',
    'notify me',
  ],
  [
    'when the deal is not in EMEA and over 80k, flag it',
    '!(territory = T-emea) & amount > 80000 & open',
    'flag',
  ],
  [
    'if the deal size exceeds $60,000 and the stage is Negotiation, tell Nora Quinn',
    'amount > 60000 & open & stage = S-negotiation',
    'notify P-nora-quinn',
  ],
  [
    'if the amount is under $20,000 and the deal is older than 120 days, flag it',
    'age > 120 & amount < 20000 & open',
    'flag',
  ],
  [
    "if a deal's close date is next month and it is still in Discovery, warn the owner",
    'close_date in next month & open & stage = S-discovery',
    'notify owner',
  ],
  [
    'if nobody has touched a deal for 30 days, tell its owner',
    'days_since_activity >= 30 & open',
    'notify owner',
  ],
  ['if a deal has no owner, tell me', 'owner missing & open', 'notify me'],
  [
    'in case a deal in AMER sits in the same stage for over 50 days, notify Nora',
    'days_in_stage > 50 & open & territory = T-amer',
    'notify P-nora-quinn',
  ],
  [
    "alert me about deals over $90k that haven't moved in 40 days",
    'amount > 90000 & days_in_stage >= 40 & open',
    'notify me',
  ],
  ['when a new deal over $50k is created, tell me', 'amount > 50000 & open, created', 'notify me'],
  [
    'if my deal has no activity in a week, remind me',
    'days_since_activity >= 7 & open & owner = me',
    'notify me',
  ],
  ['if a deal moves to Contract, notify the owner', 'open & stage = S-contract, moves', 'notify owner'],
  ['if a deal drops out of Negotiation, tell me', '?', '?'],
  // Not rules that can be made whole: something is not known, so nothing is made.
  ['if a deal smells fishy and is over $50k, alert me', '?', '?'],
  ['if a deal over $50k has a legal review pending, tell me', '?', '?'],
  ['skip the frobnication warnings for deals of Globex', '?', '?'],
  ['if a deal is big, do the needful', '?', '?'],
  [
    'when a deal is over $100k or in Contract, flag it',
    '((amount > 100000) | (stage = S-contract)) & open',
    'flag',
  ],
  ['if a deal is worth more than $40k, raise the discount to 5%', '?', '?'],
  ['tell Gandalf if a deal is over $50k', '?', '?'],
  ['alert me when a deal without sponsor is in Proposal', '?', '?'],
  ['if a deal is over $100k and the moon is full, block changes', '?', '?'],
];
