import { expect, it } from '@jest/globals';
import { batchMark } from '../../../../core/bulk/model/batch-record.ts';
import { judge } from '../../../../core/bulk/rollback/rollback-fate.ts';
import { sampleBatch, sampleRecord } from '../../../contracts/bulk/batch-samples.ts';
import { MemoryDestination } from '../../../fakes/bulk/memory-destination.ts';
import { MemorySource } from '../../../fakes/bulk/memory-source.ts';

const batch = sampleBatch();
const bytes = { sizeBytes: 3, sha256: 'of cat', versionId: 'v1' };
const sent = { status: 'transferred', created: true, ...bytes } as const;
const record = sampleRecord(batch, 'a.jpg', sent);
const ours = { key: record.key, ...bytes, metadata: batchMark(record) };

/** What a rollback does with `a.jpg` where this object is under its key. */
const fateAt = async (changes: object, plan = batch.plan, of = record): Promise<string> => {
  const destination = new MemoryDestination();
  destination.head = async () => ({ ...ours, ...changes });
  const deps = { source: new MemorySource({ 'a.jpg': 'cat' }), destination };
  return (await judge(deps, plan, of)).fate;
};

it.each([
  ['as it was written', {}],
  ['of a store that tells no SHA-256', { sha256: undefined }],
])('an object %s is removed', async (_which, changes) => {
  expect(await fateAt(changes)).toBe('remove');
});

it.each([
  ['other bytes', { sha256: 'of dog' }],
  ['another size', { sizeBytes: 4 }],
  ['another version', { versionId: 'v2' }],
  ['another batch’s mark', { metadata: { 'keepsake-batch': 'bat_9' } }],
])('an object with %s is kept', async (_which, changes) => {
  expect(await fateAt(changes)).toBe('kept: somebody changed it');
});

it.each([
  ['without a version', undefined, 'kept: it may have replaced another file'],
  ['while versioning is suspended', 'null', 'kept: it may have replaced another file'],
  ['as a version of its own', 'v1', 'remove'],
])('an object that was written over another one %s', async (_how, versionId, fate) => {
  const plan = { ...batch.plan, onConflict: 'overwrite' as const };
  const { versionId: _v1, ...unversioned } = record;
  const of = versionId === undefined ? unversioned : { ...record, versionId };
  expect(await fateAt({ versionId }, plan, of)).toBe(fate);
});

it('an object that was there before the batch is kept as such', async () => {
  const skipped = { ...record, status: 'skipped' as const, created: false };
  const fate = await fateAt({ metadata: {} }, batch.plan, skipped);
  expect(fate).toBe('kept: not made by this batch');
});
