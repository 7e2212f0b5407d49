// Plain JavaScript: it runs under whatever Node is there. After an install it puts the Node that came with the packages
// where npm's scripts look first; npm 10 leaves that link out, because several packages offer a command of that name. Then
// it has that Node put the program together.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, '..', 'node_modules');
const brought = (existsSync(modules) ? readdirSync(modules) : [])
  .filter((name) => /^node-(bin-)?(linux|darwin|win)-/.test(name))
  .map((name) => join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'))
  .find((path) => existsSync(path));

if (brought) {
  const bin = join(modules, '.bin');
  mkdirSync(bin, { recursive: true });
  if (process.platform === 'win32') {
    if (!existsSync(join(bin, 'node.cmd')))
      writeFileSync(join(bin, 'node.cmd'), `@"%~dp0\\${relative(bin, brought)}" %*\r\n`);
  } else if (!existsSync(join(bin, 'node'))) {
    rmSync(join(bin, 'node'), { force: true });
    symlinkSync(relative(bin, brought), join(bin, 'node'));
    chmodSync(brought, 0o755);
  }
  // What is missing then is speed alone.
  spawnSync(brought, ['--disable-warning=ExperimentalWarning', join(here, 'compiled.mjs')], {
    stdio: 'inherit',
  });
}
