import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const old = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.20.2'}})`;

function underOldNode(file: string): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', old, file], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.on('data', (part) => {
    said.out += part;
  });
  child.stderr.on('data', (part) => {
    said.err += part;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })));
}

test.each([
  ['test/trials/run.mjs', 'npm run trials'],
  ['test/bench/run.mjs', 'npm run bench'],
  ['test/gallery/take.mjs', 'npm run gallery'],
  ['test/language/corpus/report.mjs', 'npm run corpus'],
  ['src/sandbox/main.mjs', 'npm start, which starts it too.'],
])('%s called directly by an old Node says which Node it needs and how to get it', async (file, instead) => {
  const { code, out, err } = await underOldNode(file);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/needs Node 24, which `npm ci` brings.*; this is Node 20\.20\.2\. Use: /);
  expect(err).toContain(instead);
  expect(err.trim().split('\n')).toHaveLength(1);
});

test('every script of package.json that runs a program of ours runs plain JavaScript, which can refuse', async () => {
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as {
    scripts: Record<string, string>;
  };
  const run = Object.values(scripts).flatMap((line) => /^node (\S+)/.exec(line)?.[1] ?? []);
  expect(run.length).toBeGreaterThan(5);
  expect(run.filter((file) => !file.endsWith('.mjs'))).toEqual([]);
});
