/** Requests that do something, or that ask about Steward itself. */
import type { Command } from '../request.ts';
import { fold } from '../text.ts';
import { adjusting } from './adjusting.ts';
import { activity, narrowedTo, running, runningSurely, status, statusSurely } from './agents.ts';
import { aggressiveness } from './aggressiveness.ts';
import { alerting } from './alerting.ts';
import { amongRemarks } from './among.ts';
import { approvals } from './approvals.ts';
import { assigning } from './assigning.ts';
import { auditing } from './auditing.ts';
import { checkpoints } from './checkpoints.ts';
import { claiming } from './claiming.ts';
import { cleaning } from './cleaning.ts';
import { closingLeads } from './closing-leads.ts';
import { contracts } from './contracts.ts';
import { costing } from './costs.ts';
import { factOfDeal } from './deal-facts.ts';
import { deal } from './deals.ts';
import { duties } from './duties.ts';
import { explaining, explainingLoosely } from './explaining.ts';
import { forecasts } from './forecasts.ts';
import { limitChain } from './limit-chain.ts';
import { limitsAsked } from './limits-asked.ts';
import { limitTold } from './limits-told.ts';
import { modes } from './modes.ts';
import { nudging } from './nudging.ts';
import { inOrder } from './other-orders.ts';
import { bidden } from './otherwise.ts';
import { pausing, pausingAtLast } from './pausing.ts';
import { phrasings } from './phrasings.ts';
import { pipelineChanges } from './pipeline-changes.ts';
import { puttingBack } from './putting-back.ts';
import { reaching } from './reaching.ts';
import { bareOf, type CommandRead, command, type Talk } from './read.ts';
import { requiredFields } from './required-fields.ts';
import { resting } from './resting.ts';
import { rightsAsked } from './rights-asked.ts';
import { roles, roleUnknown } from './roles.ts';
import { ruleSteps } from './rule-steps.ts';
import { signalsAsked } from './signals.ts';
import { snapshotNamed } from './snapshots.ts';
import { stageMoves } from './stage-moves.ts';
import { standIns } from './stand-ins.ts';
import { switching } from './switches.ts';
import { simple } from './talk.ts';
import { limitStated, settingLoosely, settingThreshold } from './thresholds.ts';
import { undoing } from './undoing.ts';
import { rollbackAsked } from './undoing-many.ts';
import { waiting } from './waiting.ts';
import { whyNot } from './why-not.ts';
import { wishing } from './wishing.ts';
import { respelled, worded } from './wording.ts';
import { workflows } from './workflows.ts';

const whole = (text: string): string =>
  fold(text)
    .replace(/[!?.\s]+$/, '')
    .trim();

/** "Yes", "no", "help", "?" and the like; null where the words are no such command. "???" is somebody at a loss, and is asked. */
export function shortCommandOf(text: string): Command | null {
  const said = whole(text);
  if (text.trim() === '?') return { do: 'help', about: 'everything' };
  const found = simple(said) ?? simple(worded(bareOf(said)));
  return found && 'command' in found ? found.command : null;
}

/** What the words change of the command before them in this thread; null where they are something else. */
export function adjustedCommandOf(text: string, talk: Talk): CommandRead | null {
  if (talk.before === null || shortCommandOf(text)) return null;
  const bare = bareWords(text);
  return adjusting(text, worded(whole(text)), talk) ?? adjusting(text, bare, talk) ?? puttingBack(bare, talk);
}

const bareWords = (text: string): string => {
  const said = worded(whole(text));
  const begun = said.replace(/^(?:hi|hey|hello|please|so|ok)[\s,]+/, '');
  const ordered = inOrder(begun);
  const bare = worded(bareOf(ordered === begun ? said : ordered));
  return ordered === begun ? inOrder(bare) : bare;
};

/** The command that the words are; null where they are none. */
export function commandOf(text: string, talk: Talk): CommandRead | null {
  const short = shortCommandOf(text);
  if (short) return command(short);
  const bare = bareWords(text);
  const found = looselyOf(text, bare, talk);
  return found === null || 'unread' in found ? (withoutSlips(text, bare, talk) ?? found) : found;
}

/** The command that it is without slips of the finger; what was put right is said. */
function withoutSlips(text: string, bare: string, talk: Talk): CommandRead | null {
  const slips = respelled(bare, talk.lexicon);
  const meant = slips && (firmlyOf(text, slips.text, talk) ?? looselyOf(text, slips.text, talk));
  if (!slips || !meant || 'unread' in meant) return null;
  return 'command' in meant ? { ...meant, assumptions: [...slips.notes, ...meant.assumptions] } : meant;
}

const looselyOf = (text: string, bare: string, talk: Talk): CommandRead | null =>
  undoing(text, bare, talk) ??
  running(bare, talk) ??
  status(bare, talk) ??
  settingLoosely(bare, talk) ??
  deal(text, bare, talk) ??
  explainingLoosely(text, bare, talk) ??
  pausingAtLast(bare, talk) ??
  snapshotNamed(text, bare);

/** Commands that no question could be: they begin with what is to be done, so that nothing else in them is read first. */
export function firmCommandOf(text: string, talk: Talk): CommandRead | null {
  const short = shortCommandOf(text);
  // No question about deals is asked with these words.
  if (short)
    return short.do === 'greet' || (short.do === 'help' && text.includes(' ')) ? command(short) : null;
  const bare = bareWords(text);
  const found = firmlyOf(text, bare, talk);
  return found && 'unread' in found ? (withoutSlips(text, bare, talk) ?? found) : found;
}

/** The command that the words are but for slips of the finger, or a limit that bears a verb's name, where that alone makes it look like something else. */
export function slippedCommandOf(text: string, talk: Talk): CommandRead | null {
  const bare = bareWords(text);
  // "Push limit 4": the limit is named with a verb.
  const limit = settingLoosely(bare, talk);
  if (limit && 'command' in limit) return limit;
  const slips = respelled(bare, talk.lexicon);
  const meant = slips && firmlyOf(text, slips.text, talk);
  return meant && 'command' in meant
    ? { ...meant, assumptions: [...slips.notes, ...meant.assumptions] }
    : null;
}

/** A command among sentences that only tell why. What was read is said. */
export function commandAmong(text: string, talk: Talk): CommandRead | null {
  const among = amongRemarks(text, talk, (said) => {
    const part = bidden(said);
    const bare = bareWords(part);
    const found = firmlyOf(part, bare, talk) ?? undoing(part, bare, talk) ?? running(bare, talk);
    if (found && 'command' in found) return found;
    const slips = respelled(bare, talk.lexicon);
    const meant = slips && firmlyOf(part, slips.text, talk);
    return meant && 'command' in meant
      ? { ...meant, assumptions: [...slips.notes, ...meant.assumptions] }
      : null;
  });
  if (!among || !('command' in among.found)) return null;
  const { command: made, assumptions } = among.found;
  return command(made, [...assumptions, `Read: "${among.said.slice(0, 80)}".`]);
}

const firmlyOf = (text: string, bare: string, talk: Talk): CommandRead | null =>
  reaching(text, bare, talk) ??
  phrasings(bare) ??
  approvals(bare, talk) ??
  standIns(text, bare, talk) ??
  alerting(text, bare, talk) ??
  forecasts(bare, talk) ??
  waiting(text, bare, talk) ??
  pipelineChanges(bare, talk) ??
  signalsAsked(bare, talk) ??
  rollbackAsked(bare) ??
  auditing(text, bare, talk) ??
  stageMoves(bare, talk) ??
  puttingBack(bare, talk) ??
  requiredFields(bare, talk) ??
  contracts(bare, talk) ??
  switching(bare, talk) ??
  limitChain(bare, talk) ??
  limitStated(bare, talk) ??
  limitTold(bare, talk) ??
  ruleSteps(bare) ??
  whyNot(text, bare, talk) ??
  aggressiveness(bare, talk) ??
  workflows(text, bare) ??
  modes(text, bare, talk) ??
  checkpoints(text, bare, talk) ??
  nudging(bare, talk) ??
  rightsAsked(bare, talk) ??
  roles(bare, talk) ??
  wishing(text, bare, talk) ??
  pausing(text, bare, talk) ??
  runningSurely(bare, talk) ??
  statusSurely(bare, talk) ??
  costing(bare, talk) ??
  closingLeads(text, bare, talk) ??
  duties(text, bare, talk) ??
  resting(text, bare, talk) ??
  cleaning(bare, talk) ??
  explaining(text, bare, talk) ??
  activity(bare, talk) ??
  factOfDeal(text, bare, talk) ??
  narrowedTo(bare, talk) ??
  limitsAsked(bare) ??
  settingThreshold(bare, talk) ??
  claiming(text, bare, talk) ??
  assigning(text, bare, talk) ??
  roleUnknown(bare, talk) ??
  pointless(bare, talk);

/** "Move it to Verbal" where nothing is spoken of. */
function pointless(bare: string, talk: Talk): CommandRead | null {
  return talk.it === null &&
    talk.thread === null &&
    /^(?:move|set|push|change|update)\s+(?:it|this|that)\b(?! the)/.test(bare)
    ? { lacks: 'What is meant by that? Say the name of the deal or the limit.', completes: null }
    : null;
}
