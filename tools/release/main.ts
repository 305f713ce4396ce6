import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { billOfMaterials } from './bill-of-materials.ts';
import { synthesizedShape } from './synthesized-shape.ts';

// Runs at a release. Later versions must not replace the stateful resources that this version
// deploys.
const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as { version: string };
const file = fileURLToPath(new URL(`../../test/lib/stateful/${version}.json`, import.meta.url));
writeFileSync(file, `${JSON.stringify(synthesizedShape(), null, 2)}\n`);
process.stdout.write(`Written test/lib/stateful/${version}.json. Commit it with the release.\n`);

// The bill of materials goes out beside the release; it is not part of the repository.
const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
mkdirSync(dist, { recursive: true });
const bill = `keepsake-${version}.cdx.json`;
writeFileSync(`${dist}${bill}`, `${JSON.stringify(await billOfMaterials(), null, 2)}\n`);
process.stdout.write(`Written dist/${bill}. Publish it with the release.\n`);
