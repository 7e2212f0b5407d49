/** Countries as people write them in a form: a code, or a name in one of a few languages. */
import { dialledCountries } from './phones.ts';

const languages = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'pl',
  'sv',
  'da',
  'nb',
  'fi',
  'cs',
  'tr',
  'ja',
  'zh',
];
const also: Record<string, string> = {
  uk: 'GB',
  'u.k.': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'great britain': 'GB',
  usa: 'US',
  'u.s.': 'US',
  'u.s.a.': 'US',
  'united states of america': 'US',
  america: 'US',
  holland: 'NL',
  uae: 'AE',
  korea: 'KR',
  'czech republic': 'CZ',
  eire: 'IE',
};

let known: Map<string, string> | null = null;

// Names of countries take a while to load.
function names(): Map<string, string> {
  if (known) return known;
  known = new Map(Object.entries(also));
  const regions = languages.map(
    (language) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }),
  );
  for (const code of dialledCountries())
    for (const region of regions) {
      const name = region.of(code)?.toLowerCase();
      if (name && !known.has(name)) known.set(name, code);
    }
  return known;
}

/** ISO 3166 code of a country; null where it is none that is known. */
export function countryCode(text: string): string | null {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return null;
  const found = names();
  const code = wanted.toUpperCase();
  return (
    found.get(wanted) ??
    (dialledCountries().includes(code) ? code : null) ??
    found.get(wanted.replace(/^(?:the|la|le|les|el|il)\s+/, '')) ??
    null
  );
}
