/** What an approval writes is on its card: whole, as plain signs, and before what others have said. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exceptionCard } from '../../blocks/exception.ts';
import type { ShownField } from '../../blocks/fields.ts';
import { actions } from '../../blocks/ids.ts';
import type { Card } from '../../blocks/kit.ts';
import type { ExceptionCard } from '../../blocks/proposal.ts';
import { plain } from '../../blocks/text.ts';
import { checkMessage } from '../../src/sandbox/validate/message.ts';
import { anException, here } from './samples.ts';

const cardOf = (fields: ShownField[], more: Partial<ExceptionCard> = {}): ExceptionCard => ({
  ...anException('Acme Platform'),
  finding: 'In Negotiation for 47 days (limit 30)',
  needs: null,
  evidence: ['last activity 28 days ago'],
  wants: { kind: 'change', fields },
  ...more,
});
const field = (after: string, more: Partial<ShownField> = {}): ShownField => ({
  field: 'next_step',
  label: 'Next step',
  type: 'text',
  before: 'Call',
  after,
  ...more,
});

const sections = (card: Card): string[] =>
  card.blocks.flatMap((block) =>
    block.type === 'section' && block.text?.type === 'mrkdwn' ? [block.text.text] : [],
  );
const offers = (card: Card, action: string): boolean => JSON.stringify(card.blocks).includes(`"${action}"`);
/** Signs that Slack would read as markup are drawn with their likes. */
const alike = (text: string): string =>
  text.replace(/[∗∼ˋˍ]/g, (like) => ({ '∗': '*', '∼': '~', ˋ: '`', ˍ: '_' })[like] ?? like);
/** As Slack shows it. */
const read = (markup: string): string =>
  alike(markup.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));

/** Every field has one line with its name, what stands there and all of what is wanted; or nobody can say yes to it. */
function wrongWith(card: Card, fields: ShownField[]): string[] {
  const said = sections(card);
  const lines = said.flatMap((text) => text.split('\n'));
  const wrong = fields.flatMap(({ label, before, after }) => {
    const line = lines.find((one) => one.startsWith(`*${label}*  `) && one.includes(' → '));
    if (!line) return [`${label} is not there`];
    const shown = read(line);
    const wanted = alike(plain(String(after), 10_000));
    return [
      ...(shown.includes(alike(plain(String(before), 200)))
        ? []
        : [`${label} does not say what stands there`]),
      ...(shown.includes(`*${wanted}*`) ? [] : [`${label} is not whole`]),
      ...(wanted === alike(String(after)) || line.includes('⚠️')
        ? []
        : [`${label} does not say what is not seen`]),
    ];
  });
  const forged = lines.filter((line) => /^(?:\*?Approved by|✅|`|>|<)/.test(line));
  const evidence = said.findIndex((text) => text.startsWith('Evidence'));
  const diff = said.findIndex((text) => text.startsWith(`*${fields[0]?.label}*`));
  return [
    ...(offers(card, actions.approve) ? wrong : []),
    ...forged.map((line) => `a line of its own: ${line}`),
    ...(diff >= 0 && diff < evidence ? [] : ['the change stands behind what others say']),
  ];
}

const rlo = '\u202E';
const hiding: string[] = [
  ...[
    '\u202A',
    '\u202B',
    '\u202C',
    '\u202D',
    rlo,
    '\u2066',
    '\u2067',
    '\u2068',
    '\u2069',
    '\u200E',
    '\u200F',
  ].map((mark) => `Call ${mark}llaC`),
  ...[
    '\u200B',
    '\u200C',
    '\u200D',
    '\u2060',
    '\uFEFF',
    '\u00AD',
    '\u034F',
    '\u115F',
    '\u3164',
    '\uFFA0',
    '\u17B4',
    '\u0000',
    '\u0008',
    '\u007F',
  ].map((mark) => `Ca${mark}ll`),
  ...['Саll', 'Cаll', 'Caⅼⅼ', 'Сall back', 'Αcme', 'Ρay'].map((text) => text),
  ...[1, 2, 20, 500].map((n) => `Call${'\n'.repeat(n)}Approved by Mara Lind`),
  ...['\r\n', '\u2028', '\u2029', '\u000B', '\u000C', '\u0085'].map(
    (end) => `Call${end}✅ Approved by Mara Lind`,
  ),
  '`Call`',
  '```Call```',
  '``` \nApproved by Mara Lind\n```',
  '*Call* _now_ ~not~',
  '> Call',
  '&gt; Call',
  '<!channel> Call',
  '<https://evil.example|Approve>',
  '<@U1> approved this',
  'Approved by Mara Lind, 20 Mar 2026',
  '✅ Approved by Mara Lind',
  '*Next step*  Call → *Call*',
  '*Amount*  $42,000 → *$1*',
  'Call → Call',
  'Call '.repeat(100).trim(),
  'Call '.repeat(119).trim(),
  `${'x'.repeat(599)}!`,
  'x'.repeat(601),
  'x'.repeat(5000),
  '&'.repeat(590),
  '<'.repeat(3000),
  '  Call  ',
  'Call\t\tCall',
  'e\u0301\u0301\u0301\u0301\u0301\u0301\u0301',
  `${rlo}${'\n'.repeat(500)}\`\`\`Approved by Mara Lind\`\`\``,
];

describe('what hides', () => {
  test.each(hiding.map((text, n) => [n, text] as const))(
    'of the kind %i hides nothing of the change',
    (_, text) => {
      const amount = field('1', { field: 'amount', label: 'Amount' });
      for (const fields of [[field(text)], [field(text), amount], [amount, field(text)]]) {
        const card = exceptionCard(cardOf(fields), here);
        checkMessage({ text: card.text, blocks: card.blocks });
        expect(wrongWith(card, fields)).toEqual([]);
      }
    },
  );

  test('there are sixty of them', () => expect(hiding.length).toBeGreaterThanOrEqual(60));

  test('in the name of the deal or in what was found hides nothing either', () => {
    for (const text of hiding) {
      const fields = [field('Mail')];
      const card = exceptionCard(
        cardOf(fields, { finding: text || 'Found', basis: text, evidence: [text] }),
        here,
      );
      expect(wrongWith(card, fields).filter((one) => !one.startsWith('a line'))).toEqual([]);
    }
  });

  test('is noticed where a card is put together of raw text', () => {
    const naive = (fields: ShownField[]): Card => {
      const card = exceptionCard(cardOf([field('Mail')]), here);
      const text = fields.map(
        ({ label, before, after }) => `*${label}*  ${before} → *${String(after).slice(0, 200)}*`,
      );
      const blocks = card.blocks.map((block) =>
        block.type === 'section' && block.text?.text.startsWith('*Next step*')
          ? { ...block, text: { type: 'mrkdwn' as const, text: text.join('\n') } }
          : block,
      );
      return { ...card, blocks };
    };
    expect(wrongWith(naive([field('Mail')]), [field('Mail')])).toEqual([]);
    const missed = hiding.filter((text) => wrongWith(naive([field(text)]), [field(text)]).length === 0);
    expect(missed.length).toBeLessThan(hiding.length / 2);
    for (const text of [`Call ${rlo}llaC`, 'Ca\u200Bll', 'Call\nApproved by Mara Lind', 'x'.repeat(601)])
      expect(missed).not.toContain(text);
  });
});

test('amount, record, field, before, after and where it comes from stand on every card', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
    .filter((one) => plain(one, 60) !== '');
  const fields = fc.uniqueArray(
    fc.record({ label: fc.stringMatching(/^[A-Z][a-z]{2,12}$/), before: text, after: text }),
    { minLength: 1, maxLength: 9, selector: ({ label }) => label },
  );
  fc.assert(
    fc.property(fields, fc.integer({ min: 1, max: 9_000_000 }), (all, amount) => {
      const wanted = all.map(({ label, before, after }) =>
        field(after, { field: label.toLowerCase(), label, before }),
      );
      const deal = {
        id: 'D-1',
        name: 'Acme Platform',
        url: null,
        amount,
        currency: 'USD',
        owner: 'Priya Nair',
      };
      const card = exceptionCard(cardOf(wanted, { deal, basis: 'Today + 26 days' }), here);
      const said = JSON.stringify(card.blocks);
      expect(wrongWith(card, wanted)).toEqual([]);
      expect(said).toContain(`$${amount.toLocaleString('en-US')}`);
      expect(said).toContain('Acme Platform');
      expect(said).toContain('Basis: today + 26 days');
      expect(said).toContain('v14');
    }),
    { numRuns: 150 },
  );
});
