// The rooms of the house, from the floor up. A file imports from its own room or from one further up this list.
const rooms = [
  ['floor', '^src/(config|clock|errors|log)\\.ts$'],
  ['sales', '^src/sales/'],
  ['policy', '^src/policy/'],
  ['story', '^src/story/'],
  ['language', '^src/language/'],
  ['blocks', '^blocks/'],
  ['db', '^src/db/'],
  ['audit', '^src/audit/'],
  ['jobs', '^src/jobs/'],
  ['outside', '^src/outside/'],
  ['crm', '^src/crm/'],
  ['models', '^src/models/'],
  ['people', '^src/people/'],
  ['settings', '^src/settings/'],
  ['attention', '^src/attention/'],
  ['runs', '^src/runs/'],
  ['agents', '^src/agents/'],
  ['changes', '^src/changes/'],
  ['exceptions', '^src/exceptions/'],
  ['learning', '^src/learning/'],
  ['crew', '^src/crew/'],
  ['watch', '^src/watch/'],
  ['requests', '^src/requests/'],
  ['slack', '^src/slack/'],
  ['wiring', '^src/[a-z-]+\\.ts$'],
];

const oneWay = rooms.slice(0, -1).map(([name, path], i) => ({
  name: `${name}-imports-upward-only`,
  comment: `"${name}" may know only itself and the rooms above it in the design's table.`,
  severity: 'error',
  from: { path },
  to: {
    path: [...rooms.slice(i + 1).map(([, later]) => later), '^src/sandbox/', '^migrations/', '^test/'].join(
      '|',
    ),
    pathNot: '^src/(config|clock|errors|log)\\.ts$',
  },
}));

/** A package lives in one room (or in a few, where a library's types are the contract). */
const home = (pkg, where, because) => ({
  name: `${pkg}-has-one-home`,
  comment: because,
  severity: 'error',
  from: { path: '^(src|blocks)/', pathNot: where },
  to: { path: `node_modules/${pkg}/` },
});

export default {
  forbidden: [
    ...oneWay,
    {
      name: 'pure-rooms-stay-pure',
      comment:
        'Sales, policy, story, language, cards and the reading of leads are arithmetic and words: no clock, no network, no database.',
      severity: 'error',
      from: { path: '^(src/(sales|policy|story|language|agents/intake)|blocks)/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'pure-rooms-need-no-package',
      comment:
        'Calendars, numbering plans of phones and the types of blocks apart, arithmetic and words need nobody else.',
      severity: 'error',
      from: { path: '^(src/(sales|policy|story|language)|blocks)/' },
      to: { path: 'node_modules/', pathNot: 'node_modules/(luxon|libphonenumber-js|@slack/types)/' },
    },
    {
      name: 'cards-know-sales-policy-story',
      comment: 'A card knows sales nouns, policy nouns and sentences; nothing else.',
      severity: 'error',
      from: { path: '^blocks/' },
      to: { path: '^src/', pathNot: '^src/(sales|policy|story)/' },
    },
    {
      name: 'only-changes-write-to-the-crm',
      comment: 'One room writes to the CRM, so that every write is decided, recorded and can be undone.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(changes|crm)/|^src/app\\.ts$' },
      to: { path: '^src/crm/write' },
    },
    {
      name: 'the-local-workspace-is-a-stranger',
      comment: 'The local workspace imports nothing of the house, and the house nothing of it.',
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: { path: '^(src|blocks|migrations)/', pathNot: '^src/sandbox/' },
    },
    {
      name: 'nobody-imports-the-local-workspace',
      comment: 'The house talks to the local workspace as it talks to Slack: over HTTP.',
      severity: 'error',
      from: { path: '^(src|blocks|migrations)/', pathNot: '^src/sandbox/' },
      to: { path: '^src/sandbox/' },
    },
    {
      name: 'migrations-know-nothing',
      comment: 'A migration is frozen; what it imports is not.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^(src|blocks|test)/' },
    },
    {
      name: 'everything-is-found',
      comment: 'What cannot be resolved is held by no rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    home('pg-boss', '^src/jobs/', 'The job engine is behind src/jobs.'),
    home('node-cron', '^src/(jobs/|timetable\\.ts)', 'Ticks come from one place.'),
    home('@slack/bolt', '^src/slack/', 'Bolt is behind the Slack doors.'),
    home('@slack/web-api', '^src/slack/', 'Slack is called from one room.'),
    home('@anthropic-ai', '^src/models/', 'Model providers are behind src/models.'),
    home('openai', '^src/models/', 'Model providers are behind src/models.'),
    home('@resvg', '^src/slack/', 'Pictures are rendered where they are posted.'),
    home('csv-parse', '^src/crm/', 'CSV comes in through the CRM room.'),
    home('pino', '^src/log\\.ts$', 'One logger.'),
    home('prom-client', '^src/watch/', 'Metrics are counted in one place.'),
    home('libphonenumber-js', '^src/sales/', 'Phone numbers are read in one place.'),
    home('nodemailer', '^src/outside/', 'Mail has one door.'),
    home('luxon', '^src/sales/', 'Calendar arithmetic has one home.'),
    home('ws', '^src/sandbox/', 'Only the local workspace speaks raw sockets.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^test/gallery' },
    tsConfig: { fileName: 'tsconfig.json' },
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'require', 'default', 'types'],
    },
  },
};
