import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

// Runs after `npm ci`, in the Node that runs npm: the package `node` fetches its binary by a script
// of its own, so no lock file vouches for it. An unlisted platform is not judged.
const hashes = JSON.parse(readFileSync(new URL('hashes.json', import.meta.url), 'utf8'));
const name = process.platform === 'win32' ? 'node.exe' : 'node';
const installed = fileURLToPath(new URL(`../../node_modules/node/bin/${name}`, import.meta.url));
const [, , file = installed] = process.argv;

const expected = hashes[`${process.platform}-${process.arch}`];
const hash = createHash('sha256');
await pipeline(createReadStream(file), hash);
const found = hash.digest('hex');
if (expected !== undefined && found !== expected) {
  process.stderr.write(
    `${file} is not the Node of tools/node/hashes.json: SHA-256 ${found}, not ${expected}. ` +
      'Delete node_modules and run npm ci again; if it stays, do not run it.\n',
  );
  process.exitCode = 1;
}
