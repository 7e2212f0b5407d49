/**
 * Prompts are versioned documents: prompts/<name>/v<n>.md, front matter and a text with {{placeholders}}. A version is
 * the hash of its text and its rendered reply schema; once registered it is frozen, and the next one is a new file.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Db } from '../db/pool.ts';
import { BadInput, CannotStart } from '../errors.ts';

export type Tier = 'parse' | 'reason';
export type Prompt = {
  name: string;
  version: number;
  purpose: string;
  tier: Tier;
  replySchema: string;
  note: string;
  reason: string;
  text: string;
  hash: string;
  schema: z.ZodType;
};

const FrontMatter = z.object({
  purpose: z.string().min(1),
  tier: z.enum(['parse', 'reason']),
  reply: z.string().min(1),
  note: z.string().min(1),
  reason: z.string().min(1),
});

/** Reads every prompt below `dir`. `schemas` are the reply schemas by the name that front matter gives. */
export async function readPrompts(dir: string, schemas: Record<string, z.ZodType>): Promise<Prompt[]> {
  const names = (await readdir(dir, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const found = names.map(async ({ name }) => {
    const files = (await readdir(join(dir, name))).filter((file) => /^v\d+\.md$/.test(file));
    return Promise.all(
      files.map(async (file) =>
        readPrompt({ name, file, text: await readFile(join(dir, name, file), 'utf8'), schemas }),
      ),
    );
  });
  return (await Promise.all(found))
    .flat()
    .sort((a, b) => a.name.localeCompare(b.name) || a.version - b.version);
}

function readPrompt(from: {
  name: string;
  file: string;
  text: string;
  schemas: Record<string, z.ZodType>;
}): Prompt {
  const where = `prompts/${from.name}/${from.file}`;
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(from.text.replaceAll('\r\n', '\n'));
  const head = FrontMatter.safeParse(parts?.[1] ? linesOf(parts[1]) : null);
  if (!parts || !head.success) {
    throw new CannotStart(`${where} has no complete front matter.`, {
      fix: 'Begin the file with --- and the lines purpose, tier, reply, note and reason, then --- and the text.',
    });
  }
  const schema = from.schemas[head.data.reply];
  if (!schema) {
    throw new CannotStart(`${where} names the reply schema "${head.data.reply}", which does not exist.`, {
      fix: `Name one of: ${Object.keys(from.schemas).join(', ')}.`,
    });
  }
  const text = parts[2]?.trim() ?? '';
  const rendered = JSON.stringify(z.toJSONSchema(schema));
  const hash = createHash('sha256').update(text).update('\0').update(rendered).digest('hex');
  const version = Number(from.file.slice(1, -3));
  const { reply: replySchema, ...rest } = head.data;
  return { name: from.name, version, ...rest, replySchema, text, hash, schema };
}

/** Of YAML front matter has only lines of `name: words`. */
const linesOf = (head: string): Record<string, string> =>
  Object.fromEntries(
    [...head.matchAll(/^(\w+):(.*)$/gm)].map(([, name = '', words = '']) => [name, words.trim()]),
  );

/**
 * Registers the versions that are new. A released version whose hash has changed stops the start: runs already name it,
 * and what they say must stay true.
 */
export async function registerPrompts(db: Db, prompts: Prompt[]): Promise<void> {
  if (prompts.length === 0) return;
  await db('prompt_versions')
    .insert(
      prompts.map((p) => ({
        name: p.name,
        version: p.version,
        hash: p.hash,
        purpose: p.purpose,
        tier: p.tier,
        reply_schema: p.replySchema,
        note: p.note,
        reason: p.reason,
      })),
    )
    .onConflict(['name', 'version'])
    .ignore();
  const known = await db('prompt_versions').select('name', 'version', 'hash');
  const edited = prompts.find((p) =>
    known.some((k) => k.name === p.name && k.version === p.version && k.hash !== p.hash),
  );
  if (edited) {
    throw new CannotStart(`prompts/${edited.name}/v${edited.version}.md was edited after its release.`, {
      fix: `Put the file back as it was, and write the new text as v${edited.version + 1}.md with a note and a reason.`,
    });
  }
}

/** The newest version of a prompt is the one in use. */
export function newest(prompts: Prompt[], name: string): Prompt {
  const versions = prompts.filter((p) => p.name === name);
  const last = versions.at(-1);
  if (!last) throw new BadInput(`There is no prompt "${name}".`, { fix: `Write prompts/${name}/v1.md.` });
  return last;
}

/** Fills {{placeholders}}; one that is not given is an error, never left in the text. */
export function fill(text: string, values: Record<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new BadInput(`The prompt asks for {{${key}}}, which was not given.`);
    return value;
  });
}
