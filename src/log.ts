import pino from 'pino';

export type Log = pino.Logger;

/** Where a secret or a person's words could stand in what is logged. Redacted by path, one level down as well. */
const guarded = [
  'token',
  'botToken',
  'appToken',
  'signingSecret',
  'secret',
  'password',
  'apiKey',
  'authorization',
  'url',
  'databaseUrl',
];
const personal = [
  'email',
  'phone',
  'text',
  'body',
  'payload',
  'blocks',
  'name',
  'message.text',
  'response_url',
];

/**
 * The log: a fixed sentence plus fields, one JSON object a line, on stderr or in `file`.
 * Secrets and personal data are taken out by path; log ids, never what people wrote.
 */
export function createLog(options: { logLevel: string; file?: string }): Log {
  const paths = [...guarded, ...personal].flatMap((path) => [path, `*.${path}`]);
  const to = pino.destination({ dest: options.file ?? 2, sync: true, mkdir: true, mode: 0o600 });
  // A full disk costs lines of the log, not the program.
  to.on('error', () => undefined);
  return pino(
    {
      level: options.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths, censor: '[redacted]' },
      serializers: { err: errorFacts, error: errorFacts },
    },
    to,
  );
}

/** For tests, and for commands that speak for themselves. */
export const silentLog = (): Log => pino({ level: 'silent' });

/** An error as facts: a database error's `detail` and a value that it quotes are left out; addresses lose their passwords. */
function errorFacts(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? withoutPasswords(error) : undefined;
  const code = 'code' in error ? error.code : undefined;
  const clean = (text: string) => withoutPasswords(withoutValue(text));
  return {
    type: error.name,
    message: clean(error.message).slice(0, 500),
    code,
    stack: clean(error.stack ?? '').slice(0, 2000),
  };
}

/** `invalid input syntax for type integer: "what somebody wrote"` */
const withoutValue = (text: string): string => text.replace(/(: )"[^\n]*"(?=$|\n)/gm, '$1"[redacted]"');

const withoutPasswords = (text: string): string =>
  text.replace(/(\w+:\/\/[^:/\s]+):[^@\s]+@/g, '$1:[redacted]@');
