import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { permanentKey, type Upload } from '../../core/uploads/model/upload.ts';
import { s3 } from '../contracts/shared/emulator.ts';
import { objects } from '../integration/shared/storage.ts';
import { endOf } from './end-state.ts';
import { completed } from './outcomes.ts';
import { type Meanwhile, tell } from './story.ts';
import { makeSurroundings, type Surroundings } from './surroundings.ts';

let surroundings: Surroundings;
beforeAll(async () => {
  surroundings = await makeSurroundings();
});

const keyOf = (orderId: string, upload: Upload): string =>
  permanentKey(`${upload.category}s`, orderId, upload);

/** Something is under the permanent key of one file before its order is paid. */
const occupied =
  (
    role: string,
    body: (upload: Upload) => Promise<Uint8Array>,
    Metadata: Record<string, string> = {},
  ): Meanwhile =>
  async (orderId, uploads) => {
    for (const upload of uploads.filter(({ category }) => category === role)) {
      const object = {
        Bucket: surroundings.filesBucket,
        Key: keyOf(orderId, upload),
        ContentType: upload.contentType,
        Metadata,
      };
      await s3.send(
        new PutObjectCommand({ ...object, Body: await body(upload), ChecksumAlgorithm: 'SHA256' }),
      );
    }
  };

const bytesOf = async ({ bucket: Bucket, key: Key }: Upload): Promise<Uint8Array> => {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
};

const strange = async (): Promise<Uint8Array> => Buffer.from('somebody else’s bytes');

// Small files are copied whole and refused by 412; larger ones are looked for first.
describe.each(['photo', 'video'])('a permanent key of a %s that is taken', (role) => {
  it('by other bytes: they are left untouched, nothing else is kept, the refund is asked for', async () => {
    const story = await tell(surroundings, [], occupied(role, strange));
    const { files, ...end } = await endOf(story);
    expect(end).toMatchObject({
      status: 'refund_requested',
      migration: 'failed',
      refund: true,
      alerted: ['migration_failed'],
    });
    const [taken, other] = [...files].sort((a) => (a.role === role ? -1 : 1));
    expect([taken?.versions, other?.versions]).toEqual([1, 0]);
    const upload = story.uploads.find(({ category }) => category === role);
    const facts = await objects.head({
      bucket: surroundings.filesBucket,
      key: upload ? keyOf(story.orderId, upload) : '',
    });
    expect(facts?.sizeBytes).toBe((await strange()).length);
  });

  it('by the same bytes: they are adopted', async () => {
    const story = await tell(surroundings, [], occupied(role, bytesOf));
    expect(await endOf(story)).toEqual(completed);
  });

  it('by the same bytes, marked as somebody else’s: they are left untouched, and the refund is asked for', async () => {
    const story = await tell(
      surroundings,
      [],
      occupied(role, bytesOf, { 'keepsake-owner': 'usr_somebody' }),
    );
    const { status, files } = await endOf(story);
    expect([
      status,
      ...files
        .map(({ role: name, versions }) => [name, versions])
        .filter(([name]) => name === role),
    ]).toEqual(['refund_requested', [role, 1]]);
  });
});

describe('a source that is replaced before its order is paid', () => {
  it('is kept as it was when it was checked', async () => {
    const replaced: Meanwhile = async (_orderId, uploads) => {
      for (const { bucket: Bucket, key: Key } of uploads)
        await s3.send(new PutObjectCommand({ Bucket, Key, Body: await strange() }));
    };
    expect(await endOf(await tell(surroundings, [], replaced))).toEqual(completed);
  });
});
