/** Lexicons of three companies: the cast, maven-crm and revops-northwind, as their data has them. */
import {
  emptyLexicon,
  type Lexicon,
  type LexiconPerson,
  type LexiconStage,
  type Named,
} from '../../src/language/lexicon.ts';
import type { Role } from '../../src/policy/nouns.ts';

const slug = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
const named = (kind: string, names: string): Named[] =>
  names.split('|').map((name) => ({ id: `${kind}-${slug(name)}`, name }));
const stages = (list: [string, LexiconStage['is']][]): LexiconStage[] =>
  list.map(([name, is], at) => ({ id: `S-${slug(name)}`, name, order: at + 1, is }));
const person = (
  name: string,
  roles: Role[],
  team: string | null,
  more: Partial<LexiconPerson> = {},
): LexiconPerson => ({
  id: `P-${slug(name)}`,
  name,
  roles,
  teamId: team && `G-${slug(team)}`,
  territoryId: null,
  managerId: null,
  ...more,
});
const agents: Named[] = [
  { id: 'pipeline', name: 'Pipeline agent' },
  { id: 'forecasting', name: 'Forecasting agent' },
];

export const cast: Lexicon = {
  ...emptyLexicon,
  people: [
    person('Mara Lind', ['manager'], 'EMEA Sales', { slackId: 'U_MARA' }),
    person('Priya Nair', ['rep'], 'EMEA Sales', { slackId: 'UPRIYA1', also: ['Pri'] }),
    person('Tom Reyes', ['rep'], 'EMEA Sales'),
    person('Oskar Weber', ['owner'], null),
    person('Ana Ruiz', ['approver'], null),
    person('Nora Quinn', ['manager'], 'AMER Sales'),
    person('Dan Cole', ['rep'], 'AMER Sales'),
    person('Zoë Müller', ['rep'], 'AMER Sales'),
  ],
  teams: named('G', 'EMEA Sales|AMER Sales'),
  territories: named('T', 'EMEA|AMER'),
  stages: stages([
    ['Discovery', 'open'],
    ['Proposal', 'open'],
    ['Negotiation', 'open'],
    ['Contract', 'open'],
    ['Won', 'won'],
    ['Lost', 'lost'],
  ]),
  products: named('PR', 'Core|Plus|Platform Cloud'),
  accounts: named(
    'A',
    'Acme Corp|Acme Logistics GmbH|Globex|Initech|Hooli Inc|Umbrella|Park & Co|Open Systems|3M',
  ),
  tags: ['strategic', 'nurture'],
  agents,
};

const central = {
  dustin: 'Dustin Brinkmann',
  melvin: 'Melvin Marxen',
  cara: 'Cara Losch',
  rocco: 'Rocco Neubert',
  celia: 'Celia Rouche',
  summer: 'Summer Sewald',
};
const reps: [string, string][] = [
  ['Anna Snelling', central.dustin],
  ['Cecily Lampkin', central.dustin],
  ['Moses Frase', central.dustin],
  ['Lajuana Vencill', central.dustin],
  ['Darcel Schlecht', central.melvin],
  ['Gladys Colclough', central.melvin],
  ['Mei-Mei Johns', central.melvin],
  ['Violet Mclelland', central.cara],
  ['Corliss Cosme', central.cara],
  ['Rosie Papadopoulos', central.cara],
  ['Elizabeth Anderson', central.cara],
  ['Boris Faz', central.rocco],
  ['Donn Cantrell', central.rocco],
  ['Vicki Laflamme', central.celia],
  ['Markita Hansen', central.celia],
  ['Zane Levy', central.summer],
  ['Carl Lin', central.summer],
  ['James Ascencio', central.summer],
];
export const maven: Lexicon = {
  ...emptyLexicon,
  people: [
    ...Object.values(central).map((name) => person(name, ['manager'], name)),
    ...reps.map(([name, manager]) => person(name, ['rep'], manager, { managerId: `P-${slug(manager)}` })),
  ],
  teams: Object.values(central).map((name) => ({ id: `G-${slug(name)}`, name: `Team ${name}` })),
  territories: named('T', 'Central|East|West'),
  stages: stages([
    ['Prospecting', 'open'],
    ['Engaging', 'open'],
    ['Won', 'won'],
    ['Lost', 'lost'],
  ]),
  products: named('PR', 'GTX Basic|GTX Pro|MG Special|MG Advanced|GTX Plus Pro|GTX Plus Basic|GTK 500'),
  accounts: named(
    'A',
    'Acme Corporation|Betasoloin|Betatech|Bioholding|Bioplex|Blackzim|Bluth Company|Cancity|Cheers|Codehow|Condax|Conecom|Dalttechnology|dambase|Domzoom|Donquadtech|Dontechi|Fasehatice|Faxquote|Finhigh|Finjob|Ganjaflex|Gekko & Co|Genco Pura Olive Oil Company|Globex Corporation|Goodsilron|Green-Plus|Groovestreet|Hatfan|Hottechi|Initech|Inity|Isdom|J-Texon|Kan-code|Kinnamplus|Konex|Konmatfix|Labdrill|Lexiqvolax|Massive Dynamic|Newex|Plussunin|Plusstrip|Rangreen|Rantouch|Ron-tech|Rundofase|Scotfind|Silis|Singletechno|Sonron|Stanredtax|Statholdings|Streethex|Sumace|Sunnamplex|The New York Inquirer|Treequote|Umbrella Corporation|Vehement Capital Partners|Warephase|Xx-holding|Xx-zobam|Y-corporation|Yearin|Zathunicon|Zencorporation|Zoomit|Zotware|Zumgoity',
  ),
  tags: [],
  agents,
};

export const revops: Lexicon = {
  ...emptyLexicon,
  people: [
    'Aisha Okonkwo',
    'Diego Marquez',
    'Priya Raman',
    'Tomas Lindgren',
    'Yuki Tanaka',
    'Marcus Bell',
    'Sofia Restrepo',
    'Hannes Vogel',
    'Priya Shah',
  ].map((name) => person(name, ['rep'], null)),
  teams: named('G', 'Enterprise|Mid-Market|Commercial'),
  territories: named('T', 'NAMER-West|NAMER-East|EMEA'),
  stages: stages([
    ['Discovery', 'open'],
    ['Qualification', 'open'],
    ['Proposal', 'open'],
    ['Negotiation', 'open'],
    ['Verbal', 'open'],
    ['Closed Won', 'won'],
    ['Closed Lost', 'lost'],
  ]),
  products: [],
  accounts: named(
    'A',
    'Acme Corp|Acme Dynamics|Acme Industries|Acme Labs|Acme Systems|Globex Corp|Globex Labs|Krusty Krab Dynamics|Stark Industries|Stark Labs|Wayne Enterprises|Initech',
  ),
  tags: [],
  agents,
};

export const lexicons = { cast, maven, revops };
