import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type RestoredUploads,
  restoreUploads,
  type WantedUploads,
} from '../../../../core/bulk/restore/restore-uploads.ts';
import type { Upload } from '../../../../core/uploads/model/upload.ts';
import { MemoryDestination } from '../../../fakes/bulk/memory-destination.ts';
import { MemoryOwnerErasures } from '../../../fakes/retention/memory-owner-erasures.ts';
import { damaged } from '../../../fakes/shared/damaged.ts';
import { MemoryUploads } from '../../../fakes/uploads/memory-uploads.ts';
import { anUpload, sha256 } from '../../builders/records.ts';
import { filesBucket } from '../../builders/world.ts';

let uploads: MemoryUploads;
let ownerErasures: MemoryOwnerErasures;
let stored: MemoryDestination;
let written: Record<string, { text: string; sha256: string | undefined; modifiedAt?: string }>;

beforeEach(() => {
  uploads = new MemoryUploads();
  ownerErasures = new MemoryOwnerErasures();
  stored = new MemoryDestination();
  written = {};
});

const keep = (uploadId: string, fields: Partial<Upload> = {}): void => {
  const key = `photo/ord_1/${uploadId}`;
  const versionId = stored.put(key, 'cat');
  const permanent = { status: 'permanent', bucket: filesBucket, key, versionId } as const;
  uploads.put(anUpload({ uploadId, ...permanent, ...fields }));
};

const folder = {
  prepare: async () => undefined,
  look: async () => undefined,
  write: async (
    path: string,
    bytes: AsyncIterable<Uint8Array>,
    { sha256: sum, modifiedAt }: { sha256?: string; modifiedAt?: string },
  ) => {
    let text = '';
    for await (const piece of bytes) text += piece;
    written[path] = { text, sha256: sum, ...(modifiedAt !== undefined && { modifiedAt }) };
  },
};

async function* page(...uploadIds: string[]): WantedUploads {
  yield { uploadIds, unreadable: [] };
}

const restore = (
  pages: WantedUploads,
  { known = uploads, told = [] as string[] } = {},
): Promise<RestoredUploads> =>
  restoreUploads({ stored, folder, uploads: known, ownerErasures, filesBucket }, pages, {
    signal: new AbortController().signal,
    overwrite: false,
    selects: () => true,
    onFailure: () => undefined,
    onUnreadable: ({ id }) => told.push(id),
  });

const leftOut = { temporary: 0, erased: 0, elsewhere: 0 };

describe('restoreUploads', () => {
  it('writes each file under its key, by its name, to be compared with its SHA-256', async () => {
    keep('upl_1', { uploadedAt: '2030-01-02T00:00:00.000Z' });
    keep('upl_2', { isPublic: true, fileName: 'dog.png' });
    expect(await restore(page('upl_1', 'upl_2'))).toEqual({
      ...{ restored: 2, bytes: 6, present: 0, failed: 0, unreadable: 0 },
      leftOut,
    });
    expect(written).toMatchObject({
      'photo/ord_1/upl_1/cat.jpg': {
        ...{ text: 'cat', sha256: sha256('cat'), modifiedAt: '2030-01-02T00:00:00.000Z' },
      },
      'photo/ord_1/upl_2/dog.png': { text: 'cat' },
    });
  });

  it.each([
    ['in/../../a.jpg', 'in_.._.._a.jpg'],
    ['..', '\\u{2e}\\u{2e}'],
    ['\\x41.jpg', '\\\\x41.jpg'],
    ['new\nline.jpg', 'new\\u{a}line.jpg'],
    [`${'ä'.repeat(255)}.jpg`, `${'ä'.repeat(125)}.jpg`],
  ])('makes a name of a disk of %j', async (fileName, name) => {
    keep('upl_1', { fileName });
    await restore(page('upl_1'));
    expect(Object.keys(written)).toEqual([`photo/ord_1/upl_1/${name}`]);
  });

  it('restores files with a legal hold', async () => {
    keep('upl_1', { hold: { at: '2030-01-01T00:00:00.000Z', by: 'usr_9', reason: 'a claim' } });
    expect((await restore(page('upl_1'))).restored).toBe(1);
  });

  const removal = { as: 'erased', at: '2030-01-01T00:00:00.000Z', by: 'usr_9' } as const;

  it.each<[string, Partial<Upload>, keyof typeof leftOut]>([
    ['temporary storage', { status: 'uploaded' }, 'temporary'],
    ['a quarantine', { status: 'quarantined', withdrawnAt: removal.at }, 'temporary'],
    ['an erasure under way', { removal }, 'erased'],
    ['an older system', { source: 'local' }, 'elsewhere'],
    ['another bucket', { bucket: 'theirs' }, 'elsewhere'],
    ['a picture whose original is gone', { variantOf: { uploadId: 'upl_9', size: 's' } }, 'erased'],
  ])('leaves out and counts files of %s', async (_what, fields, reason) => {
    keep('upl_1', fields);
    keep('upl_2');
    const done = await restore(page('upl_1', 'upl_2'));
    expect(done).toMatchObject({ restored: 1, leftOut: { ...leftOut, [reason]: 1 } });
    expect(Object.keys(written)).toEqual(['photo/ord_1/upl_2/cat.jpg']);
  });

  it('restores a smaller picture while its original is kept', async () => {
    keep('upl_1', { variantOf: { uploadId: 'upl_2', size: 's' } });
    keep('upl_2');
    expect((await restore(page('upl_1'))).restored).toBe(1);
    uploads.put(anUpload({ uploadId: 'upl_2', status: 'quarantined' }));
    expect((await restore(page('upl_1'))).leftOut).toEqual({ ...leftOut, temporary: 1 });
  });

  it('leaves out what an owner had who is being erased, and takes what came later', async () => {
    keep('upl_1');
    keep('upl_2', { createdAt: '2030-06-01T00:00:00.000Z' });
    const { ownerId } = anUpload();
    const requestedAt = '2030-03-01T00:00:00.000Z';
    await ownerErasures.begin({ ownerId, requestedAt, requestedBy: 'usr_9' });
    const done = await restore(page('upl_1', 'upl_2'));
    expect([Object.keys(written), done.leftOut]).toEqual([
      ['photo/ord_1/upl_2/cat.jpg'],
      { ...leftOut, erased: 1 },
    ]);
  });

  it('takes each record as it is when its turn comes, not as it was listed', async () => {
    keep('upl_1');
    keep('upl_2');
    const done = await restore(
      (async function* () {
        yield { uploadIds: ['upl_1'], unreadable: [] };
        uploads.remove('upl_2');
        yield { uploadIds: ['upl_2'], unreadable: [] };
      })(),
    );
    expect(done).toMatchObject({ restored: 1, failed: 0, leftOut: { ...leftOut, erased: 1 } });
  });

  it('names records that cannot be read, of the list and of the registry, each once', async () => {
    for (const uploadId of ['upl_1', 'upl_2']) keep(uploadId);
    const told: string[] = [];
    const pages = (async function* () {
      const lost = { kind: 'upload', id: 'upl_0', fields: ['status'] };
      yield { uploadIds: ['upl_1', 'upl_2'], unreadable: [lost] };
    })();
    const done = await restore(pages, { known: damaged(uploads, 'upload', ['upl_1']), told });
    expect([told, done]).toMatchObject([
      ['upl_0', 'upl_1'],
      { restored: 1, unreadable: 2, leftOut },
    ]);
  });
});
