import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

type Resource = { Type: string; Properties: Record<string, unknown> };

/** A function's time limit, in which the emulator notices that it killed a call. */
export const shortSeconds = 60;

/**
 * Changes the templates of an assembly where the emulator's updates are not AWS's:
 *
 * - Tables get the names that they are deployed under. AWS keeps a table whose name the template
 *   leaves to it; the emulator replaces that table at any change, and deletes its items.
 *   test/lib/stateful-shape.stage.test.ts proves that no change replaces a table on AWS.
 * - Copies may take a minute. AWS lets a running call end when its function is updated; the
 *   emulator kills it, and tells the workflow so when the function's time is over.
 */
export const meetEmulator = (assembly: string, tables: readonly string[]): void => {
  for (const file of globSync('*.template.json', { cwd: assembly })) {
    const name = path.join(assembly, file);
    const template = JSON.parse(readFileSync(name, 'utf8'));
    for (const [id, resource] of Object.entries<Resource>(template.Resources))
      meet(id, resource, tables);
    const text = JSON.stringify(template);
    writeFileSync(name, text);
    renameAsset(assembly, file, text);
  }
};

const meet = (id: string, { Type, Properties }: Resource, tables: readonly string[]): void => {
  const table = tables.find((name) => name.includes(`-${id}-`));
  if (Type === 'AWS::DynamoDB::GlobalTable' && table !== undefined) Properties.TableName = table;
  if (Type === 'AWS::Lambda::Function' && /copyfiles/i.test(id)) Properties.Timeout = shortSeconds;
};

/**
 * Names a changed template by its new content. The CDK does not upload a file whose name storage
 * has, and a rollback's template has the name of the one that was deployed first.
 */
const renameAsset = (assembly: string, file: string, text: string): void => {
  const assets = path.join(assembly, file.replace('.template.json', '.assets.json'));
  const manifest = path.join(assembly, 'manifest.json');
  const { files }: { files: Record<string, { source: { path: string } }> } = JSON.parse(
    readFileSync(assets, 'utf8'),
  );
  const old = Object.keys(files).find((hash) => files[hash]?.source.path === file);
  if (old === undefined) throw new Error(`${assets} does not name ${file}.`);
  const hash = createHash('sha256').update(text).digest('hex');
  for (const name of [assets, manifest])
    writeFileSync(name, readFileSync(name, 'utf8').replaceAll(old, hash));
};
