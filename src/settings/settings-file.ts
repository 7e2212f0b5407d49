/** Settings as a file that people read and change: written and read, whole or not at all. Pure. */
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import type { SettingScope, SettingValue } from './setting.ts';

/** One place of one setting. `of`: the name or id of the place; `value` null: set back to what holds otherwise. */
export type Entry = {
  /** Where it stands in the file, from 1. */
  line: number;
  name: string;
  value: SettingValue | null;
  scope: SettingScope;
  of: string | null;
  stage: string | null;
  /** ISO 8601, or a day. */
  until: string | null;
};
/** `line` 0: of the whole file. */
export type Wrong = { line: number; because: string };

const places = ['territory', 'team', 'person', 'account', 'agent', 'channel'] as const;
const placeNames = Object.fromEntries(places.map((scope) => [scope, z.string().min(1).optional()])) as Record<
  (typeof places)[number],
  z.ZodOptional<z.ZodString>
>;
const one = z.strictObject({
  setting: z.string().min(1),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  ...placeNames,
  stage: z.string().min(1).optional(),
  until: z.string().min(1).optional(),
});
type One = z.infer<typeof one>;

const head = `# Settings of Steward. Change them and read the file in again: steward settings import <file>
# What is not in it stays as it is. "value: null" sets a value back. Nothing is set before all of it can be.
`;

/** The file of these values. */
export const writtenSettings = (all: Omit<Entry, 'line'>[]): string =>
  head +
  stringify(
    {
      settings: all.map(({ name, value, scope, of, stage, until }) => ({
        setting: name,
        value,
        ...(scope === 'everyone' ? {} : { [scope]: of }),
        ...(stage ? { stage } : {}),
        ...(until ? { until } : {}),
      })),
    },
    { lineWidth: 0 },
  );

/** What stands in it, or everything that is wrong with its form, each with its line. */
export function readSettings(text: string): { entries: Entry[] } | { wrong: Wrong[] } {
  const lines = new LineCounter();
  const file = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  if (file.errors.length > 0)
    return {
      wrong: file.errors.map(({ pos, message }) => ({
        line: lines.linePos(pos[0]).line,
        because: `This is no YAML: ${message.split('\n')[0]?.replace(/ at line .*$/, '')}.`,
      })),
    };
  const list = listIn(file);
  if (!list)
    return { wrong: [{ line: 1, because: 'The file must begin with "settings:" and list them below it.' }] };
  const lineOf = (at: number): number => {
    const item = list.items[at] as { range?: [number, number, number] | null } | undefined;
    return item?.range ? lines.linePos(item.range[0]).line : 1;
  };
  const wrong: Wrong[] = [];
  const entries = (list.toJSON() as unknown[]).flatMap((given, at): Entry[] => {
    const read = one.safeParse(given);
    const scopes = read.success ? places.filter((scope) => read.data[scope] !== undefined) : [];
    if (read.success && scopes.length < 2) return [entryOf(read.data, scopes[0], lineOf(at))];
    wrong.push({
      line: lineOf(at),
      because: read.success
        ? `It names two places, ${scopes.join(' and ')}. Write one of them.`
        : saidOf(read.error),
    });
    return [];
  });
  return wrong.length > 0 ? { wrong } : { entries };
}

function listIn(file: Document) {
  const top = file.contents;
  const found = isMap(top)
    ? top.items.find(({ key }) => isScalar(key) && key.value === 'settings')?.value
    : null;
  return isSeq(found) ? found : null;
}

const entryOf = (read: One, scope: (typeof places)[number] | undefined, line: number): Entry => ({
  ...{ line, name: read.setting, value: read.value, scope: scope ?? 'everyone' },
  of: scope ? (read[scope] ?? null) : null,
  stage: read.stage ?? null,
  until: read.until ?? null,
});

function saidOf({ issues }: z.ZodError): string {
  const [first] = issues;
  if (first?.code === 'unrecognized_keys')
    return `"${first.keys.join('", "')}" is nothing that an entry has. It has: setting, value, ${places.join(', ')}, stage, until.`;
  const at = first?.path.join('.') ?? '';
  return at === 'setting' || at === 'value'
    ? `"${at}" is missing or is none. Write: ${at}: …`
    : `"${at}" must be a text.`;
}
