/** The floor of a card: the same blocks written by hand as plain objects. It escapes nothing and knows no limits. */
type Field = { label: string; before: string | null; after: string };
export type Plain = {
  id: number;
  hash: string;
  deal: string;
  url: string;
  amount: number;
  owner: string;
  moved: { label: string; before: string; after: string };
  also: Field;
  finding: string;
  evidence: string[];
  basis: string;
  waitsFor: string;
  agent: { name: string; version: number; mode: string };
  confidence: { share: number; cases: number; accepted: number };
  foundAt: Date;
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const figures = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const withoutYear = (iso: string) => `${Number(iso.slice(8, 10))} ${months[Number(iso.slice(5, 7)) - 1]}`;
const day = (iso: string) => `${withoutYear(iso)} ${iso.slice(0, 4)}`;
const text = (mrkdwn: string) => ({ type: 'mrkdwn', text: mrkdwn, verbatim: true });
const words = (plain: string) => ({ type: 'plain_text', text: plain });

export function plainCard(card: Plain) {
  const { id, deal, moved, also, agent, confidence, foundAt } = card;
  const from =
    moved.before.slice(0, 4) === moved.after.slice(0, 4) ? withoutYear(moved.before) : day(moved.before);
  const to = day(moved.after);
  const worth = `$${figures.format(card.amount)}, ${card.owner}`;
  const of = `move ${moved.label.toLowerCase()} of ${deal} to ${to}`;
  const at = `${foundAt.getUTCDate()} ${months[foundAt.getUTCMonth()]} ${foundAt.getUTCFullYear()} ${foundAt.toISOString().slice(11, 16)} UTC`;
  const value = `${id}:${card.hash}`;
  const about = `exception:${id}`;
  const name = `${agent.name.charAt(0).toUpperCase()}${agent.name.slice(1)}`;
  const button = (action_id: string, label: string, style?: string) => ({
    type: 'button',
    action_id,
    text: words(label),
    value: action_id.startsWith('exception.') ? value : about,
    ...(style ? { style } : {}),
    accessibility_label: `${label}: ${of}`.slice(0, 75),
  });
  const snooze = (label: string, until: string) => ({ text: words(label), value: `snooze:${until}:${id}` });
  return {
    text: `Approval needed: move ${moved.label.toLowerCase()} of ${deal} from ${from} to ${to}, ${worth}. ${card.finding}. Approve, edit or reject.`,
    blocks: [
      {
        type: 'section',
        text: text(
          `*Move ${moved.label.toLowerCase()} of <${card.url}|${deal}>: ${from} → ${to} and 1 more*`,
        ),
      },
      { type: 'section', text: text(`${card.finding}. ${worth}. <@${card.waitsFor}>, this waits for you.`) },
      {
        type: 'section',
        text: text(
          `*${moved.label}*  ${day(moved.before)} → *${to}*\n*${also.label}*  ${also.before ?? 'empty'} → *${also.after}*\nBasis: ${card.basis.charAt(0).toLowerCase()}${card.basis.slice(1)}`,
        ),
        expand: true,
      },
      { type: 'section', text: text(`Evidence: ${card.evidence.join(' · ')}`) },
      {
        type: 'context',
        elements: [
          text(
            `${name} agent v${agent.version}, ${agent.mode} mode · Confidence ${confidence.share >= 0.9 ? 'high' : 'fair'}, ${confidence.share.toFixed(2)} (people accepted ${confidence.accepted} of ${confidence.cases} like it) · found <!date^${Math.floor(foundAt.getTime() / 1000)}^{date_short_pretty} {time}|${at}>`,
          ),
        ],
      },
      {
        type: 'actions',
        elements: [
          button('exception.approve', 'Approve', 'primary'),
          button('exception.edit', 'Edit'),
          button('exception.reject', 'Reject'),
          {
            type: 'overflow',
            action_id: 'exception.more',
            options: [
              snooze('Snooze until tomorrow 9:00', 'tomorrow'),
              snooze('Snooze until Monday 9:00', 'monday'),
              snooze('Snooze 7 days', 'week'),
            ],
          },
        ],
      },
      {
        type: 'actions',
        elements: [
          button('why', 'Why'),
          button('feedback.good', 'Good'),
          button('feedback.bad', 'Bad'),
          button('feedback.needs-edit', 'Needs Edit'),
        ],
      },
    ],
  };
}
