/** "13/13/2026", "9:75", "Q5": what looks like a day, a time or a quarter, and is none. Which part is wrong, and what is possible, is said. */

/** `said` is how it stands in the text. */
export type Impossible = { said: string; question: string };

/** What people call a snapshot may look like anything. */
const ofSnapshot = /\bsnapshots?\b/i;

/** Days and times of which no reading is possible; null where there is none. `isName`: whether somebody or something is called so. */
export function impossibleIn(text: string, isName: (said: string) => boolean): Impossible | null {
  if (!/\d/.test(text) || ofSnapshot.test(text)) return null;
  for (const [pattern, wrong] of forms)
    for (const [said, ...parts] of text.matchAll(pattern)) {
      const because = isName(said) ? null : wrong(parts);
      if (because !== null) return { said, question: `"${said}" is not possible: ${because}` };
    }
  return null;
}

type Form = [pattern: RegExp, wrong: (parts: string[]) => string | null];

const dayExample = 'Say the day again, for example "12 May 2026" or "2026-05-12".';
const timeExample = 'Say the time again, for example "9:45" or "6pm".';

const forms: Form[] = [
  [
    /(?<![\d./:-])(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})(?![\d/.])/g,
    ([a, b]) => eitherDay(Number(a), Number(b)),
  ],
  [
    /(?<![\d./:-])(\d{1,2})\.(\d{1,2})\.(\d{4})(?![\d.])/g,
    ([day, month]) => wrongDay(Number(day), Number(month)),
  ],
  [
    /(?<![\d./:-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])/g,
    ([, month, day]) => wrongDay(Number(day), Number(month)),
  ],
  [
    /(?<=\b(?:on|by|until|till|before|after|since|from) the )(3[2-9]|[4-9]\d)(?:st|nd|rd|th)\b/gi,
    ([day]) => wrongDay(Number(day), 1),
  ],
  [
    /(?<![\d.,:/])(\d{1,2}):(\d{2})(?![\d:])(?:\s?([ap])\.?m\b\.?)?/gi,
    ([hour, minute, half]) => wrongTime(Number(hour), Number(minute), half),
  ],
  [
    /(?<![\p{L}\d-])[Qq]([05-9])(?![\p{L}\d-])/gu,
    ([number]) => `there is no quarter ${number}. Quarters are Q1 to Q4.`,
  ],
];

const wrongDay = (day: number, month: number): string | null =>
  month < 1 || month > 12
    ? `there is no month ${month}. ${dayExample}`
    : day < 1 || day > 31
      ? `no month has a day ${day}. ${dayExample}`
      : null;

/** Day and month may stand in either order. */
function eitherDay(a: number, b: number): string | null {
  if (wrongDay(a, b) === null || wrongDay(b, a) === null) return null;
  if (a > 12 && b > 12 && a <= 31 && b <= 31)
    return `one of ${a} and ${b} has to be a month, and there are twelve. ${dayExample}`;
  const [wrong = 0] = [a, b].filter((one) => one < 1 || one > 31);
  return `no month has a day ${wrong}. ${dayExample}`;
}

function wrongTime(hour: number, minute: number, half: string | undefined): string | null {
  if (minute > 59) return `an hour has minutes 00 to 59. ${timeExample}`;
  if (half !== undefined && (hour < 1 || hour > 12)) return `with am or pm hours are 1 to 12. ${timeExample}`;
  return hour > 24 || (hour === 24 && minute > 0) ? `a day has hours 0 to 23. ${timeExample}` : null;
}
