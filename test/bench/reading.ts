/** Words → a typed request, with 50,000 names in the data: milliseconds against the limits that are set for them. */
import { emptyLexicon, type Lexicon } from '../../src/language/lexicon.ts';
import { read } from '../../src/language/reader.ts';
import { cast } from '../language/companies.ts';
import { linesOf } from '../language/corpus/lines.ts';
import { on } from '../language/say.ts';
import { compare, type Report } from './measure.ts';

const limit = { p50: 0.5, p99: 5 };
const accounts = 50_000;

export async function reading(use: { quick: boolean }): Promise<Report[]> {
  const lines = [...(await linesOf('dev')), ...(await linesOf('more'))];
  const texts = lines.flatMap((line) => line.turns.map(({ text }) => text));
  const lexicon = manyNames();
  const use50k = on(lexicon);
  read('open deals', use50k);
  const rounds = use.quick ? 3 : 9;
  const ours = async () => {
    const each = texts.map((text) => {
      const began = performance.now();
      read(text, use50k);
      return performance.now() - began;
    });
    each.sort((a, b) => a - b);
    const at = (share: number): number => each[Math.floor(share * (each.length - 1))] ?? Number.NaN;
    return { figures: { p50: at(0.5), p99: at(0.99) } };
  };
  const report = await compare({
    title: `Reading ${texts.length} requests with ${accounts.toLocaleString('en-US')} names, against the limits`,
    ours: { run: ours },
    floor: { run: async () => ({ figures: { ...limit } }) },
    rounds,
    goals: [
      { figure: 'p50', says: 'ms a request, p50', atMost: 1 },
      { figure: 'p99', says: 'ms a request, p99', atMost: 1 },
    ],
  });
  return [report];
}

/** Two words and a legal form each, made of syllables: names as companies have them, none twice. */
function manyNames(): Lexicon {
  const syllables = 'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu zan ber cor del'.split(' ');
  const word = (n: number): string =>
    [n, Math.floor(n / 24), Math.floor(n / 576)].map((part) => syllables[part % 24] ?? '').join('');
  const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  const endings = ['Inc', 'GmbH', 'Ltd', 'Group', 'Systems', 'Labs', 'Energy', 'Foods'];
  return {
    ...emptyLexicon,
    ...cast,
    accounts: Array.from({ length: accounts }, (_, n) => ({
      id: `A${n}`,
      name: `${capital(word(n * 7))} ${capital(word(n * 13 + 5))} ${endings[n % endings.length]}`,
    })),
  };
}
