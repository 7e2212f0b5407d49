import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { fill, newest, readPrompts, registerPrompts } from '../../src/models/prompts.ts';
import { withDatabase } from '../support/database.ts';

const schemas = { question: z.object({ stage: z.string() }) };
const head = '---\npurpose: Reads.\ntier: parse\nreply: question\nnote: n\nreason: r\n---\n';

const made: string[] = [];
afterAll(() => Promise.all(made.map((dir) => rm(dir, { recursive: true }))));

async function folder(files: Record<string, string>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'prompts-'));
  made.push(dir);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(dir, name, '..'), { recursive: true });
    await writeFile(join(dir, name), text);
  }
  return dir;
}

test('an edited released version stops the start with a sentence that names the file', () =>
  withDatabase(async (db) => {
    await registerPrompts(db, await readPrompts(await folder({ 'read/v1.md': `${head}First.` }), schemas));
    const edited = await readPrompts(await folder({ 'read/v1.md': `${head}Second.` }), schemas);
    await expect(registerPrompts(db, edited)).rejects.toThrow(
      'prompts/read/v1.md was edited after its release',
    );
    expect(await db('prompt_versions').count('* as n').first()).toEqual({ n: 1 });
  }));

test('a reply schema that changed makes a released version another one', () =>
  withDatabase(async (db) => {
    const dir = await folder({ 'read/v1.md': `${head}First.` });
    await registerPrompts(db, await readPrompts(dir, schemas));
    const other = await readPrompts(dir, { question: z.object({ owner: z.string() }) });
    await expect(registerPrompts(db, other)).rejects.toThrow('was edited after its release');
  }));

test('a new version is registered beside the old one, and registering twice changes nothing', () =>
  withDatabase(async (db) => {
    const prompts = await readPrompts(
      await folder({ 'read/v1.md': `${head}A`, 'read/v2.md': `${head}B`, 'read/v10.md': `${head}C` }),
      schemas,
    );
    await registerPrompts(db, prompts);
    await registerPrompts(db, prompts);
    const rows = await db('prompt_versions').orderBy('version').select('version');
    expect(rows.map((row) => row.version)).toEqual([1, 2, 10]);
    expect(newest(prompts, 'read')).toMatchObject({ version: 10, text: 'C' });
  }));

test('a prompt without complete front matter is refused by name', async () => {
  const dir = await folder({ 'read/v1.md': '---\npurpose: Reads.\n---\nText' });
  await expect(readPrompts(dir, schemas)).rejects.toThrow('prompts/read/v1.md has no complete front matter');
});

test('a prompt that names an unknown reply schema is refused', async () => {
  const dir = await folder({ 'read/v1.md': `${head}x` });
  await expect(readPrompts(dir, {})).rejects.toThrow('names the reply schema "question"');
});

test('a placeholder that is not given is an error', () => {
  expect(fill('Today is {{today}}.', { today: 'Friday' })).toBe('Today is Friday.');
  expect(() => fill('{{today}}', {})).toThrow('{{today}}');
});
