import { beforeAll, describe, expect, it } from '@jest/globals';
import type { StatsView } from '../../../core/retention/get-stats.ts';
import { reserved } from '../../contracts/uploads/emulator-quotas.ts';
import { invoke } from '../shared/deployed.ts';
import { eventually } from '../shared/eventually.ts';
import { anOperator } from '../shared/operator.ts';
import { announced, uploaded } from '../shared/sample-upload.ts';
import { aVisitor, request, type Visitor } from '../shared/visitor.ts';

const operator = anOperator();
const stats = async (): Promise<StatsView> => (await operator.get('/stats')).body;

let visitor: Visitor;
beforeAll(async () => {
  visitor = await aVisitor();
});

const ownerOf = async (uploadId: string): Promise<string> =>
  (await visitor.get(`/uploads/${uploadId}`)).body.ownerId;
const held = (owner: string, files: number) =>
  eventually(`${owner} holds ${files}`, async () =>
    (await reserved(owner))?.files === files ? files : undefined,
  );

/** A change as the stream delivers it, of an upload without another counter. */
const told = (uploadId: string, status: string, revision: number) => ({
  eventName: 'INSERT',
  dynamodb: {
    Keys: { uploadId: { S: uploadId } },
    SequenceNumber: `${revision}`,
    NewImage: {
      ...Object.fromEntries(
        Object.entries({
          uploadId,
          status,
          ownerId: 'usr_1',
          category: `cat-${uploadId}`,
          fileName: 'a',
          contentType: 'image/png',
          bucket: 'b',
          key: 'k',
        })
          .concat(
            ['expiresAt', 'createdAt', 'updatedAt'].map((name) => [
              name,
              '2030-01-01T00:00:00.000Z',
            ]),
          )
          .map(([name, value]) => [name, { S: value }]),
      ),
      sizeBytes: { N: '5' },
      revision: { N: `${revision}` },
    },
  },
});

describe('GET /stats', () => {
  it('follows uploads by status, category, kind of owner and day', async () => {
    const before = await stats();
    const sent = await Promise.all(
      Array.from({ length: 5 }, () => uploaded(visitor, undefined, { category: 'avatar' })),
    );
    const bytes = sent.reduce((sum, upload) => sum + upload.bytes.length, 0);
    const was = before.byCategory.avatar ?? { files: 0, bytes: 0 };
    const after = await eventually('five avatars counted', async () => {
      const now = await stats();
      return (now.byCategory.avatar?.files ?? 0) >= was.files + 5 ? now : undefined;
    });
    expect(after.byCategory.avatar).toEqual({ files: was.files + 5, bytes: was.bytes + bytes });
    expect(Object.keys(after.byOwnerType)).toContain('session');
    expect(after.byDay[new Date().toISOString().slice(0, 10)]?.files).toBeGreaterThanOrEqual(5);
  });

  it('counts a change once, however often the stream tells it', async () => {
    const uploadId = `upl_replayed_${Date.now()}`;
    const [first, second] = [told(uploadId, 'pending', 0), told(uploadId, 'uploaded', 1)];
    for (const Records of [[first], [second, first], [first, second], [first]])
      await invoke('count-uploads', { Records });
    expect((await stats()).byCategory[`cat-${uploadId}`]).toEqual({ files: 1, bytes: 5 });
  });

  it('does not hand back a change it cannot read, for which its shard would wait', async () => {
    const broken = {
      dynamodb: {
        Keys: { uploadId: { S: 'upl_1' } },
        SequenceNumber: '7',
        NewImage: { uploadId: { S: 'upl_1' } },
      },
    };
    expect(await invoke('count-uploads', { Records: [broken] })).toEqual({ batchItemFailures: [] });
  });

  it('is nobody’s but an operator’s', async () => {
    expect((await visitor.get('/stats')).status).toBe(403);
    expect((await operator.get('/stats?days=0')).status).toBe(400);
  });
});

describe('what a session holds', () => {
  it('is given back by aborting and by erasing', async () => {
    visitor = await aVisitor();
    const [kept, dropped, erased] = [
      await uploaded(visitor),
      await announced(visitor),
      await uploaded(visitor),
    ];
    const owner = await ownerOf(kept.uploadId);
    expect((await reserved(owner))?.files).toBe(3);
    for (const { uploadId } of [dropped, erased])
      await request({ method: 'DELETE', path: `/uploads/${uploadId}`, token: visitor.token });
    expect(await held(owner, 1)).toBe(1);
    expect((await reserved(owner))?.bytes).toBe(kept.bytes.length);
  });
});

describe('a flood of one session', () => {
  it('is let in to the last byte of its quota and no further', async () => {
    const flood = await aVisitor();
    const film = {
      contentType: 'audio/wav',
      category: 'audio',
      sizeBytes: 500 * 1024 ** 2,
      filename: 'flood.wav',
    };
    const announce = () => flood.post('/uploads', { ...film, sha256: `${'A'.repeat(43)}=` });
    const answers = await inWaves(200, 20, announce);
    const { ownerId } = (await flood.get('/uploads?limit=1')).body.uploads[0];
    // 10 GiB of 500 MiB each. On a machine too slow to answer in time some are reserved and not
    // told so: never more.
    expect(await reserved(ownerId)).toEqual({ files: 20, bytes: 20 * film.sizeBytes });
    expect(answers.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(20);
    const { status, body } = await announce();
    expect([status, body.type]).toEqual([429, 'urn:keepsake:problem:quota-exceeded']);
  });
});

const inWaves = async <Result>(
  count: number,
  width: number,
  call: () => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = [];
  while (results.length < count)
    results.push(
      ...(await Promise.all(Array.from({ length: Math.min(width, count - results.length) }, call))),
    );
  return results;
};
