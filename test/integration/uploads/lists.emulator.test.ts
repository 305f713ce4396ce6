import { beforeAll, describe, expect, it } from '@jest/globals';
import { everyItem } from '../shared/every-item.ts';
import { anOperator } from '../shared/operator.ts';
import { announced, uploaded } from '../shared/sample-upload.ts';
import { aVisitor, type Visitor } from '../shared/visitor.ts';

const operator = anOperator();

type Shown = { uploadId: string; ownerId: string };

const idsOf = (uploads: readonly Shown[]): string[] => uploads.map(({ uploadId }) => uploadId);

let owner: Visitor;
let sent: string[];
let ownerId: string;
beforeAll(async () => {
  owner = await aVisitor();
  const made = [await announced(owner), await uploaded(owner), await uploaded(owner)];
  sent = made.map(({ uploadId }) => uploadId).reverse();
  ownerId = (await owner.get(`/uploads/${sent[0]}`)).body.ownerId;
});

const listed = async (query = '', visitor = owner): Promise<string[]> =>
  idsOf((await visitor.get(`/uploads${query}`)).body.uploads);

describe('GET /uploads', () => {
  it('answers the caller’s own, newest first, as GET /uploads/{id} shows them', async () => {
    const { status, body } = await owner.get('/uploads');
    expect([status, idsOf(body.uploads)]).toEqual([200, sent]);
    expect(body.uploads[0]).toEqual((await owner.get(`/uploads/${sent[0]}`)).body);
    expect(body).not.toHaveProperty('cursor');
  });

  it('shows nobody else’s', async () => {
    expect(await listed('', await aVisitor())).toEqual([]);
  });

  it('filters', async () => {
    expect(await listed('?status=pending')).toEqual([sent[2]]);
    expect(await listed('?category=photo&status=uploaded')).toEqual(sent.slice(0, 2));
    expect(await listed('?category=video')).toEqual([]);
    expect(await listed('?from=2099-01-01T00:00:00Z')).toEqual([]);
  });

  it('goes from page to page by cursor', async () => {
    const first = (await owner.get('/uploads?limit=2')).body;
    expect(idsOf(first.uploads)).toEqual(sent.slice(0, 2));
    const second = (await owner.get(`/uploads?limit=2&cursor=${first.cursor}`)).body;
    expect(idsOf(second.uploads)).toEqual(sent.slice(2));
    expect(second).not.toHaveProperty('cursor');
  });

  it('takes no cursor of another list, of another owner or of nobody', async () => {
    const { cursor } = (await owner.get('/uploads?limit=1')).body;
    const refused = [
      await owner.get(`/uploads?limit=1&status=uploaded&cursor=${cursor}`),
      await (await aVisitor()).get(`/uploads?limit=1&cursor=${cursor}`),
      await owner.get('/uploads?cursor=eyJhZnRlciI6IjEiLCJvZiI6IjEifQ'),
      await owner.get('/jobs?cursor=nonsense'),
    ];
    for (const { status, body } of refused)
      expect([status, body.errors[0].field]).toEqual([400, 'cursor']);
  });

  it.each(['limit=0', 'limit=101', 'status=lost', 'from=yesterday', 'owner=me'])(
    'refuses ?%s',
    async (query) => {
      expect((await owner.get(`/uploads?${query}`)).status).toBe(400);
    },
  );

  it('is across owners for operators only', async () => {
    expect((await owner.get(`/uploads?ownerId=${ownerId}`)).status).toBe(403);
    expect((await owner.get('/uploads?expiringBefore=2099-01-01T00:00:00Z')).status).toBe(403);
    expect(await listed(`?ownerId=${ownerId}`, operator)).toEqual(sent);
    const everyones = idsOf(await everyItem(operator, '/uploads', 'uploads'));
    expect(everyones.filter((id) => sent.includes(id))).toEqual(sent);
    const soon = new Date(Date.now() + 90 * 86_400_000).toISOString();
    expect(
      (await operator.get(`/uploads?limit=1&expiringBefore=${soon}`)).body.uploads,
    ).toHaveLength(1);
  });
});
