/** An agent that fails (ux.md 3.8): one message for the whole incident, rewritten until it is over. */
import { count, duration, percent } from '../src/story/format.ts';
import { about, actions } from './ids.ts';
import { button, type Card, context, type Here, row, section } from './kit.ts';
import { resumeAgent } from './resume.ts';
import { bold, data, instant, joined, lines, md, mention, name, nothing, spoken } from './text.ts';
import { agentName, clockSetTo, footRow, rate } from './words.ts';

export type AlertCard = {
  id: number;
  agent: string;
  owner: { name: string; slackId: string | null } | null;
  failed: number;
  total: number;
  /** A share, as the setting has it. */
  limit: number;
  /** "Nearly all: the CRM refused the token." */
  mostly: string | null;
  examples: { run: string; error: string }[];
  openedAt: Date;
  /** Whether the agent is paused at this moment; the pause button goes then. */
  paused: { by: string; openCards: number } | null;
  acknowledged: { by: string; at: Date } | null;
  closedAt: Date | null;
  fallback: { name: string; slackId: string | null } | null;
  /** Missing once the fallback was told, or somebody is on it. */
  fallbackAt: Date | null;
  /** `back`: what the setting was, where it can be put back. */
  justBefore: { label: string; value: string; by: string; at: Date; back: string | null } | null;
  rolledBack: { label: string; value: string; by: string; at: Date } | null;
};

/** The one who must act: the owner; the fallback once the owner has not taken it on in time. */
const mentionOf = (card: AlertCard) => {
  const one = card.fallback && !card.fallbackAt ? card.fallback : card.owner;
  return one ? mention(one) : null;
};

export const alertCard = (card: AlertCard, here: Here): Card => {
  const agent = agentName(card.agent);
  const share = card.total === 0 ? 0 : card.failed / card.total;
  const figures = `${card.failed} of ${count(card.total, 'run')} in the last hour (${rate(share, card.limit)}, limit ${percent(card.limit)})`;
  const pause = card.paused
    ? md`⚪ Paused by ${name(card.paused.by)}. ${count(card.paused.openCards, 'card stays', 'cards stay')} open.`
    : null;
  const resume = card.paused && resumeAgent(card.agent);
  if (card.closedAt) {
    const lasted = duration(card.closedAt.getTime() - card.openedAt.getTime());
    return {
      text: spoken(
        `${agent} recovered after ${lasted}. It had failed in ${card.failed} of ${count(card.total, 'run')}.`,
      ),
      blocks: [
        section(lines(md`🟢 ${bold(md`${agent}: recovered ${instant(card.closedAt)}`)} after ${lasted}.`)),
        ...(pause ? [section(pause)] : []),
        context(md`It had failed in ${card.failed} of ${count(card.total, 'run')}`, clockSetTo(here)),
        ...row(resume),
        ...footRow('alert', card.id, `${agent} recovered`),
      ],
    };
  }
  const examples = card.examples.slice(0, 3);
  const head = joined(
    [
      card.acknowledged
        ? md`🟡 ${bold(md`${name(card.acknowledged.by)} is on it: ${agent} is failing, ${figures}.`)}`
        : md`🔴 ${bold(md`${agent} is failing: ${figures}.`)}`,
      card.acknowledged ? null : mentionOf(card),
    ],
    ' ',
  );
  return {
    text: spoken(`${agent} is failing: ${figures}. ${card.mostly ?? ''} Pause the agent or acknowledge.`),
    blocks: [
      section(lines(head, card.mostly ? data(card.mostly) : null)),
      ...(examples.length > 0
        ? [
            section(
              lines(
                ...(new Set(examples.map((one) => one.error)).size === 1 && card.mostly
                  ? [
                      md`Examples: ${joined(
                        examples.map((one) => md`run ${one.run}`),
                        ', ',
                      )}`,
                    ]
                  : examples.map(
                      (one, n) => md`${n === 0 ? 'Examples: ' : ''}run ${one.run}: ${data(one.error, 200)}`,
                    )),
              ),
            ),
          ]
        : []),
      ...(card.rolledBack
        ? [
            section(
              md`⏪ ${name(card.rolledBack.by)} put "${data(card.rolledBack.label)}" back to ${card.rolledBack.value}, ${instant(card.rolledBack.at)}.`,
            ),
          ]
        : []),
      ...(pause ? [section(pause)] : []),
      context(
        md`Since ${instant(card.openedAt)}`,
        card.justBefore
          ? md`Just before: ${name(card.justBefore.by)} set "${data(card.justBefore.label)}" to ${card.justBefore.value} (${instant(card.justBefore.at, 'time')})`
          : nothing,
        card.fallback && card.fallbackAt && !card.acknowledged
          ? md`Fallback ${name(card.fallback.name)} is told at ${instant(card.fallbackAt, 'time')} unless acknowledged`
          : nothing,
        card.acknowledged
          ? md`${name(card.acknowledged.by)} is on it since ${instant(card.acknowledged.at)}`
          : nothing,
        clockSetTo(here),
      ),
      ...row(
        card.paused
          ? resume
          : button(actions.pauseAgent, 'Pause agent', {
              value: about('alert', card.id),
              label: `Pause: ${agent}`,
            }),
        card.justBefore?.back != null &&
          button(actions.rollBack, `Roll back to ${card.justBefore.back}`, {
            value: about('alert', card.id),
            label: `Roll back "${card.justBefore.label}" to ${card.justBefore.back}`,
          }),
        !card.acknowledged &&
          button(actions.acknowledge, 'Acknowledge', {
            value: about('alert', card.id),
            label: `Acknowledge: ${agent} is failing`,
          }),
      ),
      ...footRow('alert', card.id, `${agent} is failing`),
    ],
  };
};
