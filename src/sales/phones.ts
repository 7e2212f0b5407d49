/** Phone numbers as people write them, to E.164. What is valid follows the numbering plans in libphonenumber's metadata. */
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max';

/** ISO 3166 codes of the countries whose numbers are known. */
export const dialledCountries = (): string[] => getCountries();

export type Phone = { e164: string; ext: string | null; region: string | null };

/**
 * The one number in these characters; null where they hold none, more than one, or one that cannot exist. `region`, an
 * ISO 3166 code, is where a number without a country is dialled.
 */
export function readPhone(text: string, region: string | null): Phone | null {
  const written = plainDigits(text);
  if (!looksDialled(written)) return null;
  // Without a country, two zeros are what most of the world dials for a plus.
  const dialledFrom = region && isSupportedCountry(region) ? region : undefined;
  const found = parsePhoneNumberFromString(dialledFrom ? written : written.replace(/^00(?=[1-9])/, '+'), {
    extract: written.startsWith('tel:'),
    ...(dialledFrom ? { defaultCountry: dialledFrom } : {}),
  });
  if (!found?.isValid()) return null;
  return { e164: found.number, ext: found.ext ?? null, region: found.country ?? region };
}

/** Why that is no number, as a sentence: "+49 89 is too short for a German number." `shown` stands for the number in it. */
export function phoneTrouble(shown: string, text: string, region: string | null): string {
  const written = plainDigits(text);
  const home = region && isSupportedCountry(region) ? region : undefined;
  const international = written.startsWith('+');
  if (!/\d/.test(written)) return `${shown} is no phone number.`;
  if (!international && !home) return `${shown} does not say its country. Example: +49 89 1234567.`;
  const country = international ? dialledTo(written) : home;
  const whose = country ? adjective(country) : 'a number';
  const length = validatePhoneNumberLength(written, international ? undefined : home);
  if (length === 'TOO_SHORT') return `${shown} is too short for ${whose}.`;
  if (length === 'TOO_LONG') return `${shown} is too long for ${whose}.`;
  if (length === 'INVALID_COUNTRY') return `${shown} begins with the code of no country.`;
  return `${shown} cannot be ${whose}.`;
}

/** The country whose code the number begins with; undefined where several share it and the number says no more. */
function dialledTo(written: string): CountryCode | undefined {
  const digits = written.replace(/\D/g, '');
  const sharing = getCountries().filter((country) => digits.startsWith(getCountryCallingCode(country)));
  return parsePhoneNumberFromString(written)?.country ?? (sharing.length === 1 ? sharing[0] : undefined);
}

const demonyms: Partial<Record<CountryCode, string>> = {
  AT: 'an Austrian',
  AU: 'an Australian',
  BE: 'a Belgian',
  BR: 'a Brazilian',
  CA: 'a Canadian',
  CH: 'a Swiss',
  CN: 'a Chinese',
  CZ: 'a Czech',
  DE: 'a German',
  DK: 'a Danish',
  ES: 'a Spanish',
  FI: 'a Finnish',
  FR: 'a French',
  GB: 'a British',
  IE: 'an Irish',
  IN: 'an Indian',
  IT: 'an Italian',
  JP: 'a Japanese',
  MX: 'a Mexican',
  NL: 'a Dutch',
  NO: 'a Norwegian',
  PL: 'a Polish',
  PT: 'a Portuguese',
  SE: 'a Swedish',
  US: 'an American',
};
/** "a German number", "a number of Kenya" */
const adjective = (country: CountryCode): string =>
  demonyms[country]
    ? `${demonyms[country]} number`
    : `a number of ${new Intl.DisplayNames(['en'], { type: 'region' }).of(country) ?? country}`;

/** Digits of all scripts as ASCII, marks that only steer the writing gone, and a word before the number too. */
function plainDigits(text: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/\p{Nd}/gu, digit)
    .replace(/\s+/gu, ' ')
    .trim();
  if (/^tel:\+?\d/i.test(plain)) return plain;
  return plain
    .replace(/^[\p{L}. ]{1,20}[:.)]?\s*(?=[+(\d])/u, '')
    .replace(/[^\p{L}\p{N}]+$/u, '')
    .replace(/^(\+[\d ]+)\(0\)/, '$1')
    .replace(/(?<=^[\d ()+-]*\d[ -])[A-Z]{4,10}$/, (word) =>
      word.replace(/./g, (letter) => onKeys[letter] ?? letter),
    );
}

/** The digit on whose key a letter stands. */
const onKeys: Record<string, string> = Object.fromEntries(
  ['ABC', 'DEF', 'GHI', 'JKL', 'MNO', 'PQRS', 'TUV', 'WXYZ'].flatMap((letters, n) =>
    [...letters].map((letter) => [letter, String(n + 2)]),
  ),
);

const digit = (sign: string): string => {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 128) return sign;
  // The ten digits of a script stand one after the other, zero first.
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero -= 1;
  return String(code - zero);
};

/** Neither a day nor the address of a machine, nor the same digit all along. */
const looksDialled = (text: string): boolean =>
  text.length <= 60 &&
  !/^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !/^(?:(?!0\d)(?:1?\d?\d|2[0-4]\d|25[0-5])(?:\.(?!$)|$)){4}$/.test(text) &&
  !/^\D*(\d)(?:\D*\1){6,}\D*$/.test(text) &&
  !text.includes('<');

// A digit run with the separators that people write between; a slash only stands after an area code.
const dialled =
  /(?<![\p{L}\p{N}@#.,/-])(?:\+|00|\(?0|\(?[1-9])[\d\s()./\-–\u00A0]{5,24}\d(?:\s*(?:ext\.?|x|extension|durchwahl|-)\s*\d{1,6})?(?![\p{N}@])/giu;

/** Numbers within a text, each once, in their order. Only what is valid counts, so that an order number is none by chance of its length. */
export function phonesIn(text: string, region: string | null): Phone[] {
  const found = new Map<string, Phone>();
  for (const [piece] of text.matchAll(dialled)) {
    const phone = readPhone(piece, region);
    if (phone && !found.has(phone.e164)) found.set(phone.e164, phone);
  }
  return [...found.values()];
}
