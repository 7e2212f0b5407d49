import { parseArgs } from 'node:util';
import type { Given } from './commands.ts';
import { StewardError, UsedWrongly } from './errors.ts';

type Options = NonNullable<Parameters<typeof parseArgs>[0]>['options'];
type Command = {
  usage: string;
  says: string;
  flags: Options;
  words: [least: number, most: number];
  run: (given: Given) => Promise<number>;
};

const text = { type: 'string' } as const;
const truth = { type: 'boolean' } as const;
// Rooms are loaded by the command that needs them: help and refusals are immediate.
const room = () => import('./commands.ts');

/** By their words. Whoever has this machine's database may bring in and set up; what reads what people said asks who they are. */
export const commands: Readonly<Record<string, Command>> = {
  start: {
    usage: 'start',
    says: 'start Steward here',
    flags: {},
    words: [0, 0],
    run: async () => (await import('./start-here.ts')).startHere(),
  },
  ask: {
    usage: 'ask "<text>" [--as <email>] [--thread <id>] [--json | --csv]',
    says: 'ask a question or give a command',
    flags: { as: text, thread: text, json: truth, csv: truth },
    words: [1, 1],
    run: async (given) => (await room()).askHere(given),
  },
  import: {
    usage: 'import <kind> <file.csv> [--map <file>] [--dry-run] [--replace-sample]',
    says: 'bring in deals, accounts, contacts, products, people, quotas, leads, activities, history or enrichment',
    flags: { map: text, 'dry-run': truth, 'replace-sample': truth, json: truth },
    words: [2, 2],
    run: async (given) => (await room()).importHere(given),
  },
  intake: {
    usage: 'intake <file.eml | file.json> [--json]',
    says: 'take in a lead: the text of a mail, or the fields of a form',
    flags: { json: truth },
    words: [1, 1],
    run: async (given) => (await import('./intake-command.ts')).intakeHere(given),
  },
  sample: {
    usage: 'sample [--deals N] [--seed S]',
    says: 'make a sample company in an empty database',
    flags: { deals: text, seed: text, json: truth },
    words: [0, 0],
    run: async (given) => (await room()).sampleHere(given),
  },
  run: {
    usage: 'run <agent> [--as-of <day>] [--dry-run]',
    says: 'run an agent now',
    flags: { 'as-of': text, 'dry-run': truth, json: truth },
    words: [1, 1],
    run: async (given) => (await room()).runHere(given),
  },
  signals: {
    usage: 'signals [--json]',
    says: 'show what the agents told each other lately',
    flags: { json: truth },
    words: [0, 0],
    run: async (given) => (await room()).signalsHere(given),
  },
  forecast: {
    usage:
      'forecast [--as-of <day>] [--as <email>] [--win-rate <percent> | --without-largest | --without <person>] [--dry-run]',
    says: 'forecast this quarter, say what changed since the forecast before, and keep it',
    flags: {
      'as-of': text,
      as: text,
      'win-rate': text,
      'without-largest': truth,
      without: text,
      'dry-run': truth,
      json: truth,
    },
    words: [0, 0],
    run: async (given) => (await import('./forecast-command.ts')).forecastHere(given),
  },
  clock: {
    usage: 'clock <instant>|now',
    says: "set the company's clock (local only)",
    flags: { json: truth },
    words: [1, 1],
    run: async (given) => (await room()).clockHere(given),
  },
  fault: {
    usage: 'fault [<name> | off | cut] [--on messages|windows|everything] [--times <number>|always]',
    says: 'let something go wrong between Steward and its workspace (local only)',
    flags: { on: text, times: text, json: truth },
    words: [0, 1],
    run: async (given) => (await import('./fault-command.ts')).faultHere(given),
  },
  doctor: {
    usage: 'doctor',
    says: 'check everything and say how to mend it',
    flags: { json: truth },
    words: [0, 0],
    run: async (given) => (await room()).doctorHere(given),
  },
  migrate: {
    usage: 'migrate',
    says: 'bring the tables up to date',
    flags: { json: truth },
    words: [0, 0],
    run: async (given) => (await room()).migrateHere(given),
  },
  'audit verify': {
    usage: 'audit verify',
    says: 'check that the audit log is whole',
    flags: { json: truth },
    words: [0, 0],
    run: async (given) => (await room()).verifyHere(given),
  },
  'audit search': {
    usage:
      'audit search [--from <day>] [--to <day>] [--person <e-mail>] [--deal <deal>] [--agent <name>] [--action <kind>] [--format table|jsonl|csv] [--as <email>]',
    says: 'show who did what, and what was refused',
    flags: {
      from: text,
      to: text,
      person: text,
      deal: text,
      agent: text,
      action: text,
      format: text,
      as: text,
    },
    words: [0, 0],
    run: async (given) => (await import('./audit-commands.ts')).auditSearchHere(given),
  },
  'audit report': {
    usage: 'audit report --quarter "Q1 2026" [--out <file>] [--as <email>] [--json]',
    says: 'write what an auditor reads of a quarter, as Markdown',
    flags: { quarter: text, out: text, as: text, json: truth },
    words: [0, 0],
    run: async (given) => (await import('./audit-commands.ts')).auditReportHere(given),
  },
  'settings export': {
    usage: 'settings export [--out <file>] [--as <email>]',
    says: 'write what is set, and where, as a file to change',
    flags: { out: text, as: text, json: truth },
    words: [0, 0],
    run: async (given) => (await import('./settings-command.ts')).settingsOutHere(given),
  },
  'settings import': {
    usage: 'settings import <file> [--dry-run] [--why "<words>"] [--as <email>] [--json]',
    says: 'set what the file says, all of it or nothing',
    flags: { 'dry-run': truth, why: text, as: text, json: truth },
    words: [1, 1],
    run: async (given) => (await import('./settings-command.ts')).settingsInHere(given),
  },
  phrasings: {
    usage:
      'phrasings [accept | reject | switch-off | restore <number>] [--words "<words>"] [--as <email>] [--json]',
    says: 'show the words that were learned, and decide by which of them questions are read',
    flags: { words: text, as: text, json: truth },
    words: [0, 2],
    run: async (given) => (await import('./phrasing-commands.ts')).phrasingsHere(given),
  },
  export: {
    usage: 'export feedback [--format jsonl|csv] [--as <email>]',
    says: 'write what people said of the answers to stdout',
    flags: { format: text, as: text },
    words: [1, 1],
    run: async (given) => (await room()).exportHere(given),
  },
};

/** Runs one command and sets the exit code: 0 done, 1 refused or failed, 2 used wrongly. */
export async function run(argv: string[]): Promise<void> {
  // A reader that has enough (| head), or a terminal that was closed, is no failure.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  process.exitCode = await codeOf(argv).catch((error: unknown) => {
    process.stderr.write(`${sentence(error)}\n`);
    return error instanceof UsedWrongly ? 2 : 1;
  });
}

async function codeOf(argv: string[]): Promise<number> {
  const [first, second] = argv;
  const name = `${first} ${second}` in commands ? `${first} ${second}` : (first ?? '');
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (first === '--help' || first === '-h' || first === 'help') return help();
  if (!first) {
    help(process.stderr);
    return 2;
  }
  const longer = Object.keys(commands).filter((one) => one.startsWith(`${first} `));
  if (!command && longer.length > 0)
    throw new UsedWrongly(`"${first}" goes on: steward ${longer.join(' or steward ')}.`);
  if (!command)
    throw new UsedWrongly(`"${first}" is not a command of Steward.`, {
      fix: `Use one of: ${Object.keys(commands).join(', ')}.`,
    });
  const rest = argv.slice(name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`steward ${command.usage}\n  ${command.says}\n`);
    return 0;
  }
  return command.run(given(command, rest));
}

function given(command: Command, rest: string[]): Given {
  const usage = `Usage: steward ${command.usage}`;
  try {
    const { values, positionals } = parseArgs({
      args: joined(command, rest),
      options: command.flags,
      allowPositionals: true,
      strict: true,
    });
    const [least, most] = command.words;
    if (positionals.length < least)
      throw new UsedWrongly(`${wanted(command, positionals.length)} is missing.`, { fix: usage });
    if (positionals.length > most)
      throw new UsedWrongly(`"${positionals[most]}" is too much.`, {
        fix: `${usage} (a text with spaces goes in quotes)`,
      });
    const flags: Given['flags'] = {};
    for (const [name, value] of Object.entries(values))
      if (typeof value === 'string' || typeof value === 'boolean') flags[name] = value;
    return { words: positionals, flags };
  } catch (error) {
    if (error instanceof UsedWrongly) throw error;
    throw new UsedWrongly(notTaken(error), { fix: usage });
  }
}

/** What the usage calls the word at that place. */
const wanted = ({ usage }: Command, at: number): string =>
  usage.split(' [')[0]?.match(/<[^>]+>/g)?.[at] ?? 'Something';

/** A value may begin with a dash, as a number below zero does: whether it is taken says whoever reads it. */
function joined({ flags }: Command, rest: string[]): string[] {
  const isFlag = (arg: string | undefined): boolean =>
    arg !== undefined && Object.hasOwn(flags ?? {}, arg.replace(/^--|=.*$/g, ''));
  const args: string[] = [];
  for (const arg of rest) {
    const last = args.at(-1) ?? '';
    const waits = last.startsWith('--') && flags?.[last.slice(2)]?.type === 'string';
    if (waits && /^-./.test(arg) && !isFlag(arg)) args.splice(-1, 1, `${last}=${arg}`);
    else args.push(arg);
  }
  return args;
}

/** Why an option was not taken, in our words: the parser speaks to programmers. */
function notTaken(error: unknown): string {
  const told = error instanceof Error ? error.message : String(error);
  const name = /'(--?[^\s'=]+)/.exec(told)?.[1] ?? 'An option';
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `There is no option ${name} here.`;
  if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return told;
  return /does not take/.test(told) ? `${name} takes no value.` : `${name} needs a value.`;
}

function help(to: NodeJS.WriteStream = process.stdout): 0 {
  const lines = Object.values(commands).map(({ usage, says }) => `  ${usage}\n      ${says}`);
  to.write(
    `steward <command>\n\n${lines.join('\n')}\n\nWhere npm is at hand: npm run -s steward -- <command>\n`,
  );
  return 0;
}

/** What went wrong and what to do, in one line; several gaps keep their lines. */
function sentence(error: unknown): string {
  if (error instanceof StewardError) return [error.message, error.fix].filter(Boolean).join(' ');
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P03'].includes(code))
    return 'The database went away in the middle; nothing half-done was kept. Try again.';
  if (code === '53100' || code === 'ENOSPC' || /No space left on device/.test(String(error)))
    return 'The disk is full; nothing half-done was kept. Free some space and try again.';
  const told = error instanceof Error ? error.message : String(error);
  const more = process.env.LOG_LEVEL === 'debug' && error instanceof Error ? `\n${error.stack}` : '';
  return `Steward met an error it did not expect: ${told}. With LOG_LEVEL=debug it says where.${more}`;
}
