import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the program is run as it was put together, and as its sources are once one of them has changed', async () => {
  const project = await realpath(await mkdtemp(join(tmpdir(), 'steward-compiled-')));
  try {
    for (const folder of ['src/sandbox/page', 'blocks', 'node_modules'])
      await mkdir(join(project, folder), { recursive: true });
    await symlink(join(root, 'node_modules/rolldown'), join(project, 'node_modules/rolldown'));
    await cp(join(root, 'src/compiled.mjs'), join(project, 'src/compiled.mjs'));
    await writeFile(join(project, 'src/sandbox/program.ts'), 'export {};\n');
    for (const part of ['app', 'first-theme'])
      await writeFile(join(project, `src/sandbox/page/${part}.ts`), `export const is: string = '${part}';\n`);
    await writeFile(join(project, 'src/words.ts'), "export const words = (): string => 'first';\n");
    await writeFile(
      join(project, 'src/cli.ts'),
      "import { words } from './words.ts';\nexport const said = words();\nexport const from = import.meta.url;\n",
    );
    const { loadedFrom, compiledPage, compilePrograms }: typeof import('../../src/compiled.mjs') =
      await import(pathToFileURL(join(project, 'src/compiled.mjs')).href);
    const source = pathToFileURL(join(project, 'src/cli.ts')).href;
    expect(loadedFrom('src/cli.ts')).toBe(source);
    expect(compiledPage()).toBeNull();

    await Promise.all([compilePrograms(), compilePrograms()]);
    const whole = loadedFrom('src/cli.ts');
    expect(whole).toMatch(/\/node_modules\/\.cache\/steward\/compiled-[0-9a-f]{16}\/src-cli\.mjs$/);
    // What finds its files by where it lies finds them as before.
    expect(await import(whole)).toMatchObject({ said: 'first', from: source });

    expect((await readdir(compiledPage() ?? '')).sort()).toEqual(['app.js', 'first-theme.js']);

    await writeFile(join(project, 'src/words.ts'), "export const words = (): string => 'second';\n");
    expect(loadedFrom('src/cli.ts')).toBe(source);
    await compilePrograms();
    expect(await import(loadedFrom('src/cli.ts'))).toMatchObject({ said: 'second', from: source });
  } finally {
    await rm(project, { recursive: true, force: true });
  }
});
