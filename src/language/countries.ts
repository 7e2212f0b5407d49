/** What people call countries: codes, names in other languages, and what comes from there. */

/** The adjective of a country by its ISO 3166 code, where it is not the country's name with a letter more. */
const adjectives: Record<string, string> = {
  AE: 'emirati',
  AR: 'argentinian argentine',
  AT: 'austrian',
  AU: 'australian aussie',
  BE: 'belgian',
  BR: 'brazilian',
  CA: 'canadian',
  CH: 'swiss',
  CL: 'chilean',
  CN: 'chinese',
  CO: 'colombian',
  CZ: 'czech',
  DE: 'german',
  DK: 'danish',
  EG: 'egyptian',
  ES: 'spanish',
  FI: 'finnish',
  FR: 'french',
  GB: 'british english brit',
  GR: 'greek',
  HU: 'hungarian',
  ID: 'indonesian',
  IE: 'irish',
  IL: 'israeli',
  IN: 'indian',
  IT: 'italian',
  JP: 'japanese',
  KE: 'kenyan',
  KR: 'korean',
  MX: 'mexican',
  MY: 'malaysian',
  NG: 'nigerian',
  NL: 'dutch',
  NO: 'norwegian',
  NZ: 'kiwi',
  PH: 'filipino philippine',
  PL: 'polish',
  PT: 'portuguese',
  RO: 'romanian',
  SA: 'saudi',
  SE: 'swedish',
  SG: 'singaporean',
  TH: 'thai',
  TR: 'turkish',
  TW: 'taiwanese',
  UA: 'ukrainian',
  US: 'american',
  VN: 'vietnamese',
  ZA: 'south-african',
};
const short: Record<string, string[]> = {
  US: ['usa', 'us', 'u.s.', 'u.s', 'the states', 'america', 'united states of america'],
  GB: ['uk', 'u.k.', 'great britain', 'britain', 'england'],
  AE: ['uae', 'emirates'],
  NL: ['holland'],
  CZ: ['czech republic'],
  KR: ['korea'],
};
const languages = ['en', 'de', 'fr', 'es', 'it'];

type Known = { codes: Map<string, string>; namesOf: (code: string) => string[] };
let known: Known | null = null;

// Names of countries take a while to load, and a company that names none needs none.
function load(): Known {
  if (known) return known;
  const nameIn = languages.map((language) => new Intl.DisplayNames([language], { type: 'region' }));
  const namesOf = (code: string): string[] => nameIn.map((names) => names.of(code) ?? '');
  const codes = new Map<string, string>();
  for (const code of Object.keys(adjectives))
    for (const name of [...namesOf(code), ...(short[code] ?? []), code]) codes.set(name.toLowerCase(), code);
  known = { codes, namesOf };
  return known;
}

/** Other names of the country that the data calls so; none for what is no country known here. */
export function alsoCalled(country: string): string[] {
  const { codes, namesOf } = load();
  const code = codes.get(country.toLowerCase());
  if (!code) return [];
  const others = [...(adjectives[code]?.split(' ') ?? []), ...(short[code] ?? [])];
  return [...others.map((name) => name.replaceAll('-', ' ')), ...namesOf(code)].filter(
    (name) => name !== '' && name.toLowerCase() !== country.toLowerCase(),
  );
}
