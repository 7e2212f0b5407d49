/** A rep who is new: the playbook for new reps, offered to whoever sets limits for them. */
import { count } from '../src/story/format.ts';
import { about, actions } from './ids.ts';
import { button, type Card, context, type Here, row, section } from './kit.ts';
import { bold, data, instant, lines, md, name, spoken } from './text.ts';
import { clockSetTo } from './words.ts';

export type NewRepCard = {
  personId: string;
  rep: string;
  /** Of the playbook. */
  label: string;
  meaning: string;
  days: number;
  at: Date;
  answer: { say: 'on' | 'no'; by: string; at: Date } | null;
};

export const newRepCard = (card: NewRepCard, here: Here): Card => {
  const { rep, label, days, answer } = card;
  const value = { value: about('rep', card.personId) };
  if (answer) {
    const what = answer.say === 'on' ? `switched on ${label} for ${rep}` : `left ${label} off for ${rep}`;
    return {
      text: spoken(`${answer.by} ${what}.`),
      blocks: [
        section(
          lines(
            md`${answer.say === 'on' ? '✅' : '⚪'} ${bold(md`${name(answer.by)} ${data(what)}.`)}`,
            answer.say === 'on'
              ? md`Way back: "deactivate ${label} for ${name(rep)}", at any time. It ends by itself after ${count(days, 'day')}.`
              : md`Later: "activate ${label} for ${name(rep)}".`,
          ),
        ),
        context(instant(answer.at), clockSetTo(here)),
      ],
    };
  }
  return {
    text: spoken(`${rep} is new. Switch on ${label} for ${count(days, 'day')}?`),
    blocks: [
      section(
        lines(
          bold(md`${name(rep)} is new. Switch on ${data(label)} for ${count(days, 'day')}?`),
          data(card.meaning),
          data('Nothing changes before. It concerns this rep alone, and nothing is overwritten.'),
        ),
      ),
      context(
        md`Seen in the CRM ${instant(card.at)}`,
        data('Not to be asked again: "new rep onboarding no longer by itself"'),
        clockSetTo(here),
      ),
      ...row(
        button(actions.repOn, 'Switch it on', {
          ...value,
          style: 'primary',
          label: `Switch it on: ${label} for ${rep}`,
        }),
        button(actions.repNo, 'Not needed', { ...value, label: `Not needed: ${label} for ${rep}` }),
      ),
    ],
  };
};
