/** Auto mode: the request that somebody else signs, and the message that it ended by itself. */
import { about, actions } from './ids.ts';
import { button, type Card, context, type Here, row, section } from './kit.ts';
import { bold, data, instant, lines, type Markup, md, name, nothing, spoken } from './text.ts';
import { clockSetTo, ended } from './words.ts';

export type ModeRequestCard = {
  id: number;
  /** "the Pipeline agent for phone numbers in EMEA" */
  said: string;
  /** "31 days, 64 of 70 accepted unchanged, at least 82% (bar 80%)" */
  evidence: string;
  because: string | null;
  askedBy: string;
  askedAt: Date;
  expiresAt: Date;
  /** What became of it, as a clause, and by whom. */
  over: {
    as: 'approved' | 'rejected' | 'withdrawn' | 'expired' | 'lost';
    said: string;
    by: string | null;
    at: Date;
  } | null;
};

export const modeRequestCard = (card: ModeRequestCard, here: Here): Card => {
  const { said, evidence, over } = card;
  const value = { value: about('mode', card.id) };
  const what = `auto mode for ${said}`;
  if (over)
    return {
      text: spoken(`${over.as === 'approved' ? 'Approved' : 'Not approved'}: ${what}; ${over.said}.`),
      blocks: [
        section(
          lines(
            md`${over.as === 'approved' ? '✅' : '⚪'} ${bold(settled(card))}`,
            over.as === 'approved' ? md`Way back: "put ${said} in suggest", at any time.` : null,
          ),
        ),
        context(
          over.by === null ? data(over.said) : nothing,
          instant(over.at),
          md`mode request ${card.id}`,
          clockSetTo(here),
        ),
      ],
    };
  return {
    text: spoken(`${card.askedBy} asks for ${what}: ${evidence}. Approve or reject.`),
    blocks: [
      section(
        lines(
          bold(md`${name(card.askedBy)} asks for ${what}.`),
          md`Evidence: ${ended(evidence)}`,
          card.because ? md`Because: ${ended(card.because)}` : null,
          data(
            'Then it acts alone there within its authority. Money, products and owners, and what has a checkpoint, still go to a person.',
          ),
        ),
      ),
      context(
        md`mode request ${card.id}`,
        instant(card.askedAt),
        md`expires ${instant(card.expiresAt)}`,
        clockSetTo(here),
      ),
      ...row(
        button(actions.approveMode, 'Approve', { ...value, style: 'primary', label: `Approve: ${what}` }),
        button(actions.rejectMode, 'Reject', { ...value, label: `Reject: ${what}` }),
      ),
    ],
  };
};

const settled = ({ said, over }: ModeRequestCard): Markup => {
  const by = over?.by ? name(over.by) : nothing;
  switch (over?.as) {
    case 'approved':
      return md`${by} approved auto mode for ${said}.`;
    case 'rejected':
      return md`${by} rejected auto mode for ${said}. It stays in suggest.`;
    case 'withdrawn':
      return md`${by} took back the request for auto mode for ${said}.`;
    default:
      return md`Auto mode for ${said} was not signed. It stays in suggest.`;
  }
};

export type LoweredCard = {
  /** "the Pipeline agent for phone numbers" */
  said: string;
  because: string;
  at: Date;
  /** "at least 71%, bar 80%": how far it is now. */
  toAuto: string;
};

export const loweredCard = (card: LoweredCard, here: Here): Card => ({
  text: spoken(`Auto mode for ${card.said} ended by itself: ${ended(card.because)}`),
  blocks: [
    section(
      lines(
        md`🟡 ${bold(md`Auto mode for ${card.said} ended by itself. It is in suggest now.`)}`,
        md`${ended(card.because)}`,
        md`Way back: "put ${card.said} in auto", once it is earned again. ${ended(card.toAuto)}`,
      ),
    ),
    context(instant(card.at), data('Nothing that was done is undone.'), clockSetTo(here)),
  ],
});
