import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { announcedType } from '../../client/model/media-type.ts';
import { fileSource } from '../../client/node/file-source.ts';
import { planRecord } from '../../core/bulk/model/batch-record.ts';
import type { FileCategory } from '../../core/contract.ts';
import { resolveFile } from '../../core/delivery/resolve-file.ts';
import { inlineTypes } from '../../core/storage/model/inline-types.ts';
import { mediaTypeTable } from '../../core/uploads/model/media-type-table.ts';
import { fileCategories } from '../../lib/uploads/file-categories.ts';
import { aMigration, planned, registering } from '../core/builders/migration.ts';
import { MemoryDeliverySigner } from '../fakes/delivery/memory-delivery-signer.ts';
import { acceptedTypes, categoriesOf, corpus, twins } from './corpus.ts';
import { categoryOf, send, stage } from './send.ts';

const spellings = (contentType: string) => [
  contentType,
  ...(mediaTypeTable[contentType]?.aliases ?? []),
];

const rulesFor = (contentType: string): FileCategory => {
  const rules = fileCategories[categoryOf(contentType) ?? 'none'];
  if (rules === undefined) throw new Error(`no category takes ${contentType}`);
  return rules;
};

const scripts = ['make.sh', 'make-twins.sh']
  .map((script) => readFileSync(new URL(script, import.meta.url), 'utf8'))
  .join('\n');

describe('the corpus', () => {
  it('has files of every type customers may send', () => {
    expect([...new Set(corpus.map(({ contentType }) => contentType))].sort()).toEqual(
      acceptedTypes,
    );
  });

  it('says of every file how it was made', () => {
    const names = [...corpus, ...twins].map(({ fileName }) => fileName);
    expect(names.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  it('stays small', () => {
    const sizes = corpus.map(({ bytes }) => bytes.length);
    expect(Math.max(...sizes)).toBeLessThan(64_000);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_500_000);
  });
});

describe('a real file that is sent to the API', () => {
  it.each(corpus)('is accepted by every category that takes its type: $place', async (file) => {
    for (const category of categoriesOf(file.contentType))
      expect(await send(stage(), { ...file, category })).toMatchObject({
        status: 'uploaded',
        contentType: file.contentType,
      });
  });

  it.each(corpus)('has its type under every spelling, and without one: $place', async (file) => {
    const category = categoryOf(file.contentType);
    for (const contentType of [undefined, '', ...spellings(file.contentType)])
      expect(await send(stage(), { ...file, category, contentType })).toMatchObject({
        status: 'uploaded',
        contentType: file.contentType,
      });
  });

  it.each(corpus)('is served under its own name and type, byte for byte: $place', async (file) => {
    const world = stage();
    const upload = await send(world, { ...file, category: categoryOf(file.contentType) });
    const signer = new MemoryDeliverySigner();
    await resolveFile({ ...world, signer }, upload);
    const served = signer.signed[0]?.file;
    const kind = inlineTypes.includes(file.contentType) ? 'inline' : 'attachment';
    expect(served).toMatchObject({
      contentType: file.contentType,
      disposition: `${kind}; filename="${file.fileName}"; filename*=UTF-8''${file.fileName}`,
    });
    expect(served && world.objects.bytesOf(served)).toEqual(file.bytes);
  });

  it.each(corpus)('has its type as Node’s client announces it: $place', async (file) => {
    const source = await fileSource(file.path);
    const contentType = announcedType({
      wanted: undefined,
      found: source.contentType,
      names: [source.name],
    });
    const category = categoryOf(file.contentType);
    expect(await send(stage(), { ...file, category, contentType })).toMatchObject({
      status: 'uploaded',
      contentType: file.contentType,
    });
  });
});

describe('a real file in a batch', () => {
  it.each(corpus)('is registered with its type: $place', async ({ place, path, contentType }) => {
    const plan = registering();
    const { maxSizeBytes, contentTypes } = rulesFor(contentType);
    const register = {
      ownerId: 'usr_alice',
      category: categoryOf(contentType) ?? 'none',
      maxSizeBytes,
      contentTypes: [...contentTypes],
    };
    const batch = await planned(aMigration({}), { ...plan, register });
    const record = planRecord(batch, { path: place, location: { kind: 'file', path } }, 'now');
    expect(record).toMatchObject({ contentType });
    expect(record.failure).toBeUndefined();
  });
});
