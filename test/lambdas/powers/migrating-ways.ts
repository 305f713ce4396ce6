import { at, byEach, type Request, type Way } from './way.ts';

const alices = 'usr_alice';
const source = { bucket: 'legacy', prefix: 'media/' };
const ofBatch = at('bat_1', { body: {} });
const inBody = () => ({ body: { batchId: 'bat_1' } });
const newBatch = () => ({ body: { source, category: 'photo' } });

/** A batch with every field by which files are read, kept, replaced or given to an owner. */
const wholeBatch = {
  body: {
    source: { ...source, manifest: { bucket: 'legacy', key: 'files.csv', inventory: false } },
    category: 'photo',
    ownerId: alices,
    onConflict: 'skip',
  },
};
const fieldsOfBatch = [
  'source.bucket',
  'source.prefix',
  'source.manifest.bucket',
  'source.manifest.key',
  'source.manifest.inventory',
  'category',
  'ownerId',
  'onConflict',
];
const undone = { apply: true, moreThanHalf: true };

/** The same request for each of the fields. */
const each = (fields: readonly string[], request: Request): Record<string, Request> =>
  Object.fromEntries(fields.map((field) => [field, request]));

const fields: Way[] = [
  ...(['createBatch', 'olderCreateBatch'] as const).flatMap((route) => [
    ...byEach('migrate', route, each(fieldsOfBatch, wholeBatch)),
    ...byEach('migrate', route, {
      'Idempotency-Key': { ...newBatch(), headers: { 'idempotency-key': 'the same' } },
    }),
  ]),
  ...byEach('migrate', 'rollbackBatch', each(Object.keys(undone), at('bat_1', { body: undone })())),
  ...byEach(
    'migrate',
    'olderRollback',
    each([...Object.keys(undone), 'dry_run', 'batchId'], {
      body: { batchId: 'bat_1', ...undone, dry_run: false },
    }),
  ),
  {
    effect: 'migrate',
    route: 'olderCreateBatch',
    by: 'file_ids',
    request: ({ registered }) => ({ body: { file_ids: [registered] } }),
  },
  ...(['olderProcess', 'olderVerify', 'olderRollback'] as const).flatMap((route) =>
    byEach('migrate', route, { batchId: inBody(), batch_id: { body: { batch_id: 'bat_1' } } }),
  ),
];

/** Ways over the batches that move older systems' files. */
export const migrating: readonly Way[] = [
  ...fields,
  { effect: 'migrate', route: 'createBatch', request: newBatch },
  { effect: 'survey', route: 'listBatches' },
  { effect: 'survey', route: 'getBatch', request: ofBatch },
  { effect: 'survey', route: 'listBatchFiles', request: ofBatch },
  { effect: 'migrate', route: 'startBatch', request: ofBatch },
  { effect: 'migrate', route: 'pauseBatch', request: ofBatch },
  { effect: 'migrate', route: 'resumeBatch', request: ofBatch },
  { effect: 'migrate', route: 'cancelBatch', request: ofBatch },
  { effect: 'migrate', route: 'verifyBatch', request: ofBatch },
  { effect: 'migrate', route: 'rollbackBatch', request: ofBatch },
  { effect: 'migrate', route: 'olderCreateBatch', request: newBatch },
  { effect: 'survey', route: 'olderListBatches' },
  { effect: 'survey', route: 'olderProgress', request: at('bat_1') },
  { effect: 'survey', route: 'olderBatchFiles', request: at('bat_1') },
];
