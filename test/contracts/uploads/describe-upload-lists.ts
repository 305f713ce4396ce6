import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Stretch } from '../../../core/shared/model/stretch.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import type { UploadQuery } from '../../../core/uploads/model/upload-list.ts';
import type { Uploads } from '../../../core/uploads/ports.ts';
import { freshId, sampleUpload } from '../shared/samples.ts';

const at = (minute: number): string => `2030-02-01T00:${String(minute).padStart(2, '0')}:00.000Z`;

/** Contract tests of the lists of every registry of uploads. */
export function describeUploadLists(name: string, makeUploads: () => Uploads): void {
  describe(`${name} lists`, () => {
    const uploads = makeUploads();
    const [ownerId, partnerId, category] = [
      freshId('usr'),
      freshId('partner'),
      freshId('category'),
    ];

    const made = async (changes: Partial<Upload>): Promise<Upload> => {
      const upload = sampleUpload({ ownerId, createdAt: at(0), ...changes });
      await uploads.create(upload);
      return upload;
    };

    const ids = async (query: UploadQuery, stretch: Stretch = { limit: 100 }): Promise<string[]> =>
      (await uploads.list(query, stretch)).uploads.map(({ uploadId }) => uploadId);

    /** Every page of a list, as it is leafed through. */
    const pages = async (query: UploadQuery, limit: number): Promise<string[][]> => {
      const read: string[][] = [];
      for (let after: string | undefined, more = true; more; more = after !== undefined) {
        const page = await uploads.list(query, { limit, after });
        read.push(page.uploads.map(({ uploadId }) => uploadId));
        after = page.next;
      }
      return read;
    };

    let [first, second, third]: string[] = [];
    beforeAll(async () => {
      const changes = [
        { createdAt: at(1), partnerId, category, status: 'uploaded' as const },
        { createdAt: at(2), partnerId, category },
        { createdAt: at(3), category },
      ];
      [first, second, third] = (await Promise.all(changes.map(made))).map(
        ({ uploadId }) => uploadId,
      );
    });

    it('shows an owner theirs, newest first', async () => {
      expect(await ids({ ownerId })).toEqual([third, second, first]);
    });

    it('shows what came from an older system among the rest, by owner and by partner', async () => {
      const mine = { ownerId: freshId('usr'), partnerId: freshId('partner') };
      const wanted: string[] = [];
      for (const minute of [5, 6, 7]) {
        const moved = minute === 6 ? {} : { legacyPath: `${minute}.jpg` };
        wanted.unshift((await made({ ...mine, ...moved, createdAt: at(minute) })).uploadId);
      }
      expect(await ids({ ownerId: mine.ownerId })).toEqual(wanted);
      expect(await ids({ partnerId: mine.partnerId })).toEqual(wanted);
      expect(await uploads.find(wanted[0] ?? '')).toMatchObject(mine);
    });

    it('finds what came from an older system by its path there', async () => {
      const legacyPath = `2019/${freshId('photo')}.jpg`;
      const { uploadId } = await made({ ownerId: freshId('usr'), legacyPath });
      expect(await ids({ legacyPath })).toEqual([uploadId]);
      expect(await ids({ legacyPath, ownerId })).toEqual([]);
    });

    it('answers whole records', async () => {
      const { uploads: listed } = await uploads.list({ ownerId }, { limit: 1 });
      expect(listed).toEqual(await uploads.findMany([third ?? '']));
    });

    it('shows nobody else’s', async () => {
      expect(await ids({ ownerId: freshId('usr') })).toEqual([]);
    });

    it.each([
      ['a partner', () => ({ partnerId }), () => [second, first]],
      ['a category, over all its shards', () => ({ category }), () => [third, second, first]],
      [
        'an owner and a status',
        () => ({ ownerId, status: 'pending' as const }),
        () => [third, second],
      ],
      ['a status and a category', () => ({ category, status: 'uploaded' as const }), () => [first]],
      [
        'a status alone',
        () => ({ status: 'uploaded' as const, from: at(1), to: at(2) }),
        () => [first],
      ],
      ['everybody’s of a time', () => ({ from: at(1), to: at(3) }), () => [second, first]],
      [
        'from a moment on, until before another',
        () => ({ ownerId, from: at(1), to: at(3) }),
        () => [second, first],
      ],
      ['a time that ends before it begins', () => ({ ownerId, from: at(3), to: at(1) }), () => []],
    ])('narrows down to %s', async (_what, query, expected) => {
      const mine = new Set([first, second, third]);
      expect((await ids(query())).filter((id) => mine.has(id))).toEqual(expected());
    });

    it('answers in pages that neither repeat nor leave out, and says when it is over', async () => {
      expect(await pages({ ownerId }, 1)).toEqual([[third], [second], [first]]);
      expect(await pages({ ownerId }, 2)).toEqual([[third, second], [first]]);
      expect(await pages({ category }, 3)).toEqual([[third, second, first]]);
    });

    it('tells uploads of one moment apart', async () => {
      const owner = freshId('usr');
      const same = await Promise.all(Array.from({ length: 7 }, () => made({ ownerId: owner })));
      const read = (await pages({ ownerId: owner }, 2)).flat();
      expect(read.toSorted()).toEqual(same.map(({ uploadId }) => uploadId).sort());
    });

    it('goes on from its place when the last one shown changed hands meanwhile', async () => {
      const owner = freshId('usr');
      const made3 = await Promise.all(
        [3, 2, 1].map((minute) => made({ ownerId: owner, createdAt: at(minute) })),
      );
      const page = await uploads.list({ ownerId: owner }, { limit: 1 });
      await uploads.save({ ...(page.uploads[0] as Upload), ownerId: freshId('usr') });
      expect(await ids({ ownerId: owner }, { limit: 5, after: page.next })).toEqual(
        made3.slice(1).map(({ uploadId }) => uploadId),
      );
    });

    it('moves an upload from the list of one status to that of the next', async () => {
      const upload = await made({ category: freshId('category') });
      await uploads.save({ ...upload, status: 'uploaded' });
      const query = { category: upload.category };
      expect(await ids({ ...query, status: 'pending' })).toEqual([]);
      expect(await ids({ ...query, status: 'uploaded' })).toEqual([upload.uploadId]);
    });

    it('finds what expires before a moment, soonest first, and nothing that is kept or gone', async () => {
      const soon = (minute: number) => `2029-03-01T00:0${minute}:00.000Z`;
      const [late, early] = await Promise.all([
        made({ expiresAt: soon(2) }),
        made({ expiresAt: soon(1) }),
        made({ expiresAt: soon(4) }),
      ]);
      const [kept, gone] = await Promise.all([
        made({ expiresAt: soon(1) }),
        made({ expiresAt: soon(1) }),
      ]);
      await Promise.all([
        uploads.save({ ...kept, status: 'permanent' }),
        uploads.save({ ...gone, status: 'expired' }),
      ]);
      const expected = [early.uploadId, late.uploadId];
      expect(await ids({ expiringBefore: soon(3), from: at(0) })).toEqual(expected);
      expect((await pages({ expiringBefore: soon(3), from: at(0) }, 1)).flat()).toEqual(expected);
      const found: string[] = [];
      for await (const uploadId of uploads.expiring(new Date(soon(3)))) found.push(uploadId);
      const mine = [early, late, kept, gone].map(({ uploadId }) => uploadId);
      expect(found.filter((uploadId) => mine.includes(uploadId))).toEqual(expected);
    });

    it('lists held uploads apart from those that expire, soonest to end first', async () => {
      const hold = { at: '2030-01-01T00:00:00.000Z', by: 'usr_1', reason: 'A case' };
      const removal = { as: 'erased', at: hold.at, by: 'usr_1' } as const;
      const ends = ['2031-01-02T00:00:00.000Z', undefined, '2031-01-01T00:00:00.000Z'];
      const held = await Promise.all(
        ends.map(async (until) => {
          const upload = sampleUpload({
            status: 'permanent',
            removal,
            hold: { ...hold, ...(until !== undefined && { until }) },
          });
          await uploads.create(upload);
          return upload;
        }),
      );
      const [later, open, sooner] = held.map(({ uploadId }) => uploadId);
      const mine = async (listed: AsyncIterable<string>): Promise<string[]> => {
        const found: string[] = [];
        for await (const id of listed) if ([later, open, sooner].includes(id)) found.push(id);
        return found;
      };
      expect(await mine(uploads.held())).toEqual([sooner, later, open]);
      expect(await mine(uploads.held(new Date('2031-01-01T12:00:00.000Z')))).toEqual([sooner]);
      expect(await mine(uploads.expiring(new Date('2032-01-01')))).toEqual([]);
      const { hold: _ended, ...released } = held[2] ?? sampleUpload();
      await uploads.save(released);
      expect(await mine(uploads.expiring(new Date('2032-01-01')))).toEqual([sooner]);
    });
  });
}
