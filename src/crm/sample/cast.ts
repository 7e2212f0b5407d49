/** Who and what the sample company is made of. Invented; addresses are of the reserved kind. */

export const territories = ['EMEA', 'AMER', 'APAC'] as const;
export type Territory = (typeof territories)[number];

export const idOf = (prefix: string, name: string): string =>
  `${prefix}-${name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}`;

type Colleague = {
  name: string;
  roles: string[];
  territory: Territory | null;
  tz: string;
  nicknames?: string[];
  /** Share of the territory's deals, in parts. */
  load?: number;
};

const manager = (name: string, territory: Territory, tz: string): Colleague => ({
  name,
  roles: ['manager'],
  territory,
  tz,
});
const rep = (
  name: string,
  territory: Territory,
  tz: string,
  load: number,
  nicknames: string[] = [],
): Colleague => ({
  name,
  roles: ['rep'],
  territory,
  tz,
  load,
  nicknames,
});

/** Twelve reps in three teams and territories, their managers, and those who answer for agents and money. Priya carries too much. */
export const colleagues: Colleague[] = [
  manager('Mara Lind', 'EMEA', 'Europe/Berlin'),
  manager('Nora Quinn', 'AMER', 'America/New_York'),
  manager('Kenji Mori', 'APAC', 'Asia/Tokyo'),
  rep('Priya Nair', 'EMEA', 'Europe/London', 34),
  rep('Tom Reyes', 'EMEA', 'Europe/Berlin', 10, ['Tommy']),
  rep('Elif Demir', 'EMEA', 'Europe/Istanbul', 12),
  rep('Søren Holm', 'EMEA', 'Europe/Copenhagen', 9, ['Soren']),
  rep('Dan Cole', 'AMER', 'America/New_York', 11, ['Daniel']),
  rep('Maya Brooks', 'AMER', 'America/Chicago', 10),
  rep('Luis Ortega', 'AMER', 'America/Mexico_City', 9),
  rep('Grace Kim', 'AMER', 'America/Los_Angeles', 8),
  rep('Yuki Tanaka', 'APAC', 'Asia/Tokyo', 9),
  rep('Arjun Mehta', 'APAC', 'Asia/Kolkata', 9),
  rep('Chloe Martin', 'APAC', 'Australia/Sydney', 8),
  rep('Wei Zhang', 'APAC', 'Asia/Singapore', 7),
  { name: 'Oskar Weber', roles: ['owner'], territory: null, tz: 'Europe/Berlin' },
  { name: 'Ana Ruiz', roles: ['approver', 'owner', 'admin'], territory: null, tz: 'Europe/Madrid' },
];

export const emailOf = (name: string): string =>
  `${name
    .normalize('NFKD')
    .replace(/ø/g, 'o')
    .replace(/[^A-Za-z ]/g, '')
    .toLowerCase()
    .replace(' ', '.')}@northlight.example`;

export const stages = [
  { name: 'Discovery', is: 'open' },
  { name: 'Qualification', is: 'open' },
  { name: 'Proposal', is: 'open' },
  { name: 'Negotiation', is: 'open' },
  { name: 'Contract', is: 'open' },
  { name: 'Won', is: 'won' },
  { name: 'Lost', is: 'lost' },
] as const;

export const products = [
  { name: 'Platform', series: 'Core', price: 24_000 },
  { name: 'Analytics', series: 'Core', price: 12_000 },
  { name: 'Security', series: 'Plus', price: 38_000 },
  { name: 'Integration', series: 'Plus', price: 9_500 },
  { name: 'Support', series: 'Service', price: 6_000 },
];

const plain =
  `Acme Corp|Acme Logistics|Birch & Sons|Borealis GmbH|Kestrel|Globex|Initech|Hooli|Umbrella Foods|Stark Marine|Wayne Textiles|
Northwind|Contoso|Fabrikam|Tailspin Toys|Blue Yonder|Lucerne Dairy|Proseware|Adatum|Litware|Wingtip|Trey Research|Fourth Coffee|Coho Vineyard|
Alpine Ski House|Humongous Insurance|Margie Travel|Graphic Design Institute|Wide World Importers|Relecloud|Vandelay|Duff Brewing|Cyberdyne|
Tyrell Optics|Wonka Confections|Soylent Foods|Monarch Mills|Redwood Timber|Silverline Rail|Harbor Health|Cedar Clinics|Summit Steel|Delta Dairy|
Orchid Hotels|Falcon Freight|Granite Bank|Maple Media|Nimbus Air|Pioneer Paper|Quartz Mining`
    .split('|')
    .map((name) => name.trim());
/** Names of people everywhere, and two that try something. */
const unusual = [
  '株式会社さくら電機',
  'شركة النور للتجارة',
  'Łódź Maszyny',
  'Crème & Frères SARL',
  'Ελληνική Ναυτιλία',
  '<!channel> Holdings',
  '=1+1 Trading',
];
const lines = [
  'Group',
  'Systems',
  'Partners',
  'Energy',
  'Labs',
  'Retail',
  'Foods',
  'Motors',
  'Digital',
  'Works',
];
const industries = ['Software', 'Manufacturing', 'Healthcare', 'Retail', 'Finance', 'Logistics', 'Energy'];
const countries: Record<Territory, string[]> = {
  EMEA: ['Germany', 'United Kingdom', 'France', 'Denmark', 'Poland'],
  AMER: ['United States', 'Canada', 'Mexico', 'Brazil'],
  APAC: ['Japan', 'India', 'Australia', 'Singapore'],
};

export type SampleAccount = {
  id: string;
  name: string;
  territory: Territory;
  /** Place within the territory, from 0. */
  place: number;
  industry: string;
  segment: string;
  country: string;
  tags: string[];
  employees: number;
};

/** `count` accounts; the first are the known ones, the rest combine a name with a line of business and, if need be, a number. */
export function sampleAccounts(count: number): SampleAccount[] {
  const known = [...plain.slice(0, 12), ...unusual, ...plain.slice(12)];
  const places: Record<Territory, number> = { EMEA: 0, AMER: 0, APAC: 0 };
  return Array.from({ length: count }, (_, i) => {
    // Both Acmes are in EMEA, so that "Acme" has to be asked back there.
    const territory = i < 5 ? 'EMEA' : (territories[i % 3] ?? 'EMEA');
    const place = places[territory]++;
    return {
      id: `A-${1001 + i}`,
      name: known[i] ?? combined(i - known.length),
      territory,
      place,
      industry: pick(industries, i * 5 + 3),
      segment: pick(['SMB', 'Mid-Market', 'Mid-Market', 'Enterprise'], i * 3 + Math.floor(i / 4)),
      country: pick(countries[territory], i * 7 + 1),
      tags: [
        ...(i % 11 === 0 ? ['Strategic'] : []),
        ...(i % 17 === 5 ? ['Partner'] : []),
        ...(i % 23 === 7 ? ['At risk'] : []),
      ],
      employees: 20 + ((i * 977) % 9_000),
    };
  });
}

function combined(i: number): string {
  const base = pick(plain, i).split(' ')[0] ?? 'Acme';
  const line = pick(lines, Math.floor(i / plain.length));
  const round = Math.floor(i / (plain.length * lines.length));
  return `${base} ${line}${round > 0 ? ` ${round + 1}` : ''}`;
}

function pick<T>(list: readonly T[], i: number): T {
  const found = list[i % list.length];
  if (found === undefined) throw new Error('An empty list has nothing to pick.');
  return found;
}
