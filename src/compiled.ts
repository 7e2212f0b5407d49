/**
 * The program in a few files. Its sources and packages are some 1,700, and finding and reading them is most of a start;
 * `npm ci` puts them together, into node_modules/.cache. Once a source has changed, the sources themselves are run.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'steward');
const programs = ['src/cli.ts', 'src/sandbox/program.ts'];

/** The address from which a program of ours, by its path below the project, is to be loaded. */
export function loadedFrom(path: string): string {
  const whole = compiledAs(path, folderOf(fingerprint()));
  return pathToFileURL(existsSync(whole) ? whole : join(root, path)).href;
}

/** The file of a module in a folder to which it was compiled. */
export const compiledAs = (path: string, folder: string): string =>
  join(folder, `${path.replace(/\.\w+$/, '').replaceAll('/', '-')}.mjs`);

const folderOf = (name: string): string => join(cache, `compiled-${name}`);

/** Another one whenever a source is changed, added or gone, or the project was moved. */
function fingerprint(): string {
  const hash = createHash('sha256').update(root);
  for (const folder of ['src', 'blocks'])
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.m?ts$/.test(name)) continue;
      const { mtimeMs, size } = statSync(join(root, folder, name));
      hash.update(`${name} ${mtimeMs} ${size}\n`);
    }
  return hash.digest('hex').slice(0, 16);
}

/** Puts the programs together, where that was not done with these sources yet. */
export async function compilePrograms(): Promise<void> {
  const to = folderOf(fingerprint());
  if (existsSync(to)) return;
  await compile(programs, to);
  // A program that still runs from an earlier one reads parts of it when it comes to need them.
  const yesterday = Date.now() - 86_400_000;
  for (const name of readdirSync(cache))
    if (/^(?:compiled|compiling)-/.test(name) && statSync(join(cache, name)).mtimeMs < yesterday)
      rmSync(join(cache, name), { recursive: true, force: true });
}

/** A folder for `compile`, in which modules find their packages; whoever asks for it removes it. */
export const ownFolder = (): string => folderOf(`own-${process.pid}-${randomBytes(3).toString('hex')}`);

// These find files of theirs by where they lie, or are no JavaScript.
const apart = [/^@resvg\//, /^pino$/, /^pg-native$/, /\.node$/];

/** Puts modules of ours, by their paths below the project, and all that they read into a folder: whole, or not at all. */
export async function compile(paths: string[], to: string): Promise<void> {
  const { rolldown } = await import('rolldown');
  const staging = join(cache, `compiling-${process.pid}-${randomBytes(3).toString('hex')}`);
  mkdirSync(cache, { recursive: true });
  const bundle = await rolldown({
    input: Object.fromEntries(paths.map((path) => [compiledAs(path, '').slice(0, -4), join(root, path)])),
    platform: 'node',
    external: apart,
    plugins: [whereItWas],
    // Packages try to read others that are not installed, and say so themselves where it matters.
    onLog: () => undefined,
  });
  try {
    await bundle.write({
      dir: staging,
      format: 'esm',
      sourcemap: true,
      entryFileNames: '[name].mjs',
      chunkFileNames: '[name]-[hash].mjs',
    });
    renameSync(staging, to);
  } catch (error) {
    if (!existsSync(to)) throw error; // somebody else was faster
  } finally {
    await bundle.close();
    rmSync(staging, { recursive: true, force: true });
  }
}

/** A module that finds files by where it lies finds them as before. */
const whereItWas = {
  name: 'where it was',
  transform: (code: string, id: string) =>
    code.includes('import.meta.url') && !id.includes('node_modules')
      ? { code: code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)), map: null }
      : null,
};

if (process.argv[1] === fileURLToPath(import.meta.url))
  await compilePrograms().catch((error: unknown) => {
    const because = error instanceof Error ? error.message : error;
    process.stderr.write(`Steward could not be put together, so it starts slower: ${because}\n`);
  });
