// Plain JavaScript, as it is read at each start: the first file of TypeScript makes Node read its compiler.
/**
 * The program in a few files. Its sources and packages are far more than a thousand, and finding and reading them is most of a start;
 * `npm ci` puts them together, into node_modules/.cache. Once a source has changed, the sources themselves are run.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'steward');
const programs = ['src/cli.ts', 'src/sandbox/program.ts'];
const page = ['src/sandbox/page/app.ts', 'src/sandbox/page/first-theme.ts'];

/** The address from which a program of ours, by its path below the project, is to be loaded. */
export function loadedFrom(path) {
  const whole = compiledAs(path, folderOf(fingerprint()));
  return pathToFileURL(existsSync(whole) ? whole : join(root, path)).href;
}

/** The file of a module in a folder to which it was compiled. */
export const compiledAs = (path, folder) =>
  join(folder, `${path.replace(/\.\w+$/, '').replaceAll('/', '-')}.mjs`);

/** Where the files of the local workspace's page lie, put together; null where they are not. */
export function compiledPage() {
  const folder = join(folderOf(fingerprint()), 'page');
  return existsSync(folder) ? folder : null;
}

const folderOf = (name) => join(cache, `compiled-${name}`);

/** Another one whenever a source is changed, added or gone, or the project was moved. */
function fingerprint() {
  const hash = createHash('sha256').update(root);
  for (const folder of ['src', 'blocks'])
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(?:ts|mjs)$/.test(name)) continue;
      const { mtimeMs, size } = statSync(join(root, folder, name));
      hash.update(`${name} ${mtimeMs} ${size}\n`);
    }
  return hash.digest('hex').slice(0, 16);
}

/** Puts the programs and the page together, where that was not done with these sources yet. */
export async function compilePrograms() {
  const to = folderOf(fingerprint());
  if (existsSync(to)) return;
  await whole(to, async (dir) => {
    await bundle({ paths: programs, dir, named: (path) => compiledAs(path, ''), platform: 'node' });
    const plain = (path) => `${basename(path, '.ts')}.js`;
    await bundle({ paths: page, dir: join(dir, 'page'), named: plain, platform: 'browser' });
  });
  // A program that still runs from an earlier one reads parts of it when it comes to need them.
  const yesterday = Date.now() - 86_400_000;
  for (const name of readdirSync(cache))
    if (/^(?:compiled|compiling)-/.test(name) && statSync(join(cache, name)).mtimeMs < yesterday)
      rmSync(join(cache, name), { recursive: true, force: true });
}

/** A folder for `compile`, in which modules find their packages; whoever asks for it removes it. */
export const ownFolder = () => folderOf(`own-${process.pid}-${randomBytes(3).toString('hex')}`);

/** Puts modules of ours, by their paths below the project, and all that they read into a folder. */
export const compile = (paths, to) =>
  whole(to, (dir) => bundle({ paths, dir, named: (path) => compiledAs(path, ''), platform: 'node' }));

/** Makes a folder, all of it or nothing. Several at once do no harm. */
async function whole(to, make) {
  const staging = join(cache, `compiling-${process.pid}-${randomBytes(3).toString('hex')}`);
  mkdirSync(cache, { recursive: true });
  try {
    await make(staging);
    renameSync(staging, to);
  } catch (error) {
    if (!existsSync(to)) throw error; // somebody else was faster
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

// These find files of theirs by where they lie, or are no JavaScript.
const apart = [/^@resvg\//, /^pino$/, /^pg-native$/, /\.node$/];

async function bundle({ paths, dir, named, platform }) {
  const { rolldown } = await import('rolldown');
  const made = await rolldown({
    input: Object.fromEntries(paths.map((path) => [named(path), join(root, path)])),
    platform,
    external: apart,
    plugins: [whereItWas],
    // Packages try to read others that are not installed, and say so themselves where it matters.
    onLog: () => undefined,
  });
  try {
    await made.write({
      dir,
      format: 'esm',
      sourcemap: platform === 'node',
      entryFileNames: '[name]',
      chunkFileNames: `[name]-[hash]${platform === 'node' ? '.mjs' : '.js'}`,
    });
  } finally {
    await made.close();
  }
}

/** A module that finds files by where it lies finds them as before. */
const whereItWas = {
  name: 'where it was',
  transform: (code, id) =>
    code.includes(itsOwn) && !id.includes('node_modules')
      ? { code: code.replaceAll(itsOwn, JSON.stringify(pathToFileURL(id).href)), map: null }
      : null,
};
// In two parts: written out it would be replaced here, too, and a folder's name may have a quote.
const itsOwn = ['import.meta', 'url'].join('.');

if (process.argv[1] === fileURLToPath(import.meta.url))
  await compilePrograms().catch((error) => {
    const because = error instanceof Error ? error.message : error;
    process.stderr.write(`Steward could not be put together, so it starts slower: ${because}\n`);
  });
