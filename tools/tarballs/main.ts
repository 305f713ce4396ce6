import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stopAllGroups } from '../local/emulator/child-groups.ts';
import { startEmulator } from '../local/emulator/emulator.ts';
import { buildPackages } from '../release/build-packages.ts';
import { Shell } from './shell.ts';
import { type Tarballs, walkTutorial } from './tutorial.ts';
import { walkHost } from './walk-host.ts';

// npm run test:tarballs: packs everything, then builds, deploys and uses stages from an empty
// folder with nothing but the tarballs: by the tutorial's own commands, and in a host's CDK app.

const startedAt = Date.now();
const say = (message: string): void => {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0).padStart(5);
  process.stderr.write(`${seconds} s  ${message}\n`);
};

const nameOf = (tarball: string): string =>
  path
    .basename(tarball)
    .replace(/-\d.*$/, '')
    .replace(/^keepsake-(?=.)/, '@keepsake/');

const folder = mkdtempSync(path.join(tmpdir(), 'keepsake-tarballs-'));
mkdirSync(path.join(folder, 'packed'));
const emulator = await startEmulator({ port: 0, waitScale: 0, onProgress: say });
try {
  const packed = await buildPackages(path.join(folder, 'packed'));
  const tarballs: Tarballs = Object.fromEntries(packed.map((file) => [nameOf(file), file]));
  say(`packed ${Object.keys(tarballs).join(', ')}`);
  const walk = { endpoint: emulator.endpoint, tarballs, say };
  const home = new Shell(emulator.endpoint, folder);
  await walkTutorial(home, walk);
  say('the tutorial holds');
  await walkHost(home, walk);
  say('the host app holds');
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
} finally {
  await emulator.stop();
  await stopAllGroups();
  rmSync(folder, { recursive: true });
}
