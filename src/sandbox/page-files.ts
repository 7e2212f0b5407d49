import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const page = fileURLToPath(new URL('./page/', import.meta.url));
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ts': 'text/javascript; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};
const libraries: Record<string, string> = {
  'preact.js': 'preact',
  'hooks.js': 'preact/hooks',
  'htm.js': 'htm',
};
const importMap = JSON.stringify({
  imports: {
    preact: '/_page/lib/preact.js',
    'preact/hooks': '/_page/lib/hooks.js',
    htm: '/_page/lib/htm.js',
  },
});
const stripped = new Map<string, { at: number; code: string }>();

/** `/`: the page, with the import map in its head. Nothing but this server's own files may run. */
export async function sendPage(response: ServerResponse): Promise<void> {
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'self'; script-src 'self' 'nonce-${nonce}'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'`;
  const html = await readFile(join(page, 'index.html'), 'utf8').catch(
    () => '<!doctype html><head><title>Local workspace</title></head>',
  );
  const map = `<script type="importmap" nonce="${nonce}">${importMap}</script>`;
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    ...always,
  });
  response.end(html.replace('<head>', `<head>\n    ${map}`));
}

const always = {
  'cache-control': 'no-cache',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/**
 * `/_page/app/<file>` and `/_page/lib/<file>`. False when there is no such file. `compiled`: a folder with the page's
 * modules put together; each of them takes the place of the source of its name.
 */
export async function sendFile(
  path: string,
  response: ServerResponse,
  compiled: string | null,
): Promise<boolean> {
  const file = (compiled && (await inCompiled(path, compiled))) ?? fileFor(path);
  if (!file) return false;
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return false;
  const type = types[extname(file)] ?? 'application/octet-stream';
  const body = extname(file) === '.ts' ? await codeOf(file, found.mtimeMs) : await readFile(file);
  response.writeHead(200, { 'content-type': type, ...always });
  response.end(body);
  return true;
}

async function inCompiled(path: string, folder: string): Promise<string | null> {
  const [, name] = /^\/_page\/app\/([\w-]+)\.[tj]s$/.exec(path) ?? [];
  const file = join(folder, `${name}.js`);
  return name && (await stat(file).catch(() => null))?.isFile() ? file : null;
}

function fileFor(path: string): string | null {
  if (path.startsWith('/_page/lib/')) {
    const name = libraries[path.slice('/_page/lib/'.length)];
    return name ? moduleFile(name) : null;
  }
  const inside = normalize(join(page, decodeURIComponent(path.slice('/_page/app/'.length))));
  return path.startsWith('/_page/app/') && inside.startsWith(page) ? inside : null;
}

/** The file for browsers: htm's own is named otherwise than the one that Node would take. */
function moduleFile(name: string): string {
  const require = createRequire(import.meta.url);
  const found = require.resolve(name);
  return name === 'htm' ? join(dirname(found), 'htm.module.js') : found;
}

async function codeOf(file: string, at: number): Promise<string> {
  const known = stripped.get(file);
  if (known?.at === at) return known.code;
  const code = strip(await readFile(file, 'utf8'));
  stripped.set(file, { at, code });
  return code;
}

/** Node warns at the first use that stripping is experimental. It is pinned with Node here, so that says nothing new. */
function strip(source: string): string {
  const usual = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: []) => {
    if (!String(warning).includes('stripTypeScriptTypes')) usual.call(process, warning, ...rest);
  }) as typeof process.emitWarning;
  try {
    return stripTypeScriptTypes(source);
  } finally {
    process.emitWarning = usual;
  }
}
