import { beforeEach, describe, expect, it } from '@jest/globals';
import { useStubStage } from './stub-stage.ts';

const { server, here, keepsake } = useStubStage();

/** Old paths and the uploads that came from them. */
const legacy: Record<string, string[]> = { 'a.jpg': ['upl_a'], 'b.jpg': ['upl_b', 'upl_c'] };

here.files({
  'pairs.csv': `path,owner,partner\na.jpg,42,shop\nb.jpg,42,\nnone.jpg,42,\nupl_${'0'.repeat(32)},7,\n`,
});
beforeEach(() => {
  server.answer = ({ method, path, body }) => {
    if (method === 'POST')
      return { body: { handedOver: JSON.parse(body).changes.length, unchanged: 0, refused: [] } };
    const query = new URL(path, 'http://stage').searchParams;
    const found = legacy[query.get('legacyPath') ?? ''] ?? [];
    const ids = query.has('legacyPath') ? found : query.has('cursor') ? ['upl_2'] : ['upl_1'];
    const isFirst = query.has('ownerId') && !query.has('cursor');
    return {
      body: {
        uploads: ids.map((uploadId) => ({ uploadId })),
        ...(isFirst && { cursor: 'next' }),
      },
    };
  };
});

/** Changes that the API was asked for. */
const changes = () =>
  server.asked.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body));

describe('keepsake owners', () => {
  it('is dry until it is told to apply', async () => {
    const { code, stderr } = await keepsake('owners upl_1 --to 42');
    expect([code, stderr]).toEqual([0, expect.stringContaining('Do it with --apply')]);
    await keepsake('owners upl_1 --to usr_42 --partner shop --apply');
    expect(changes()).toEqual([
      { changes: [{ uploadId: 'upl_1', ownerId: 'usr_42' }], dryRun: true },
      { changes: [{ uploadId: 'upl_1', ownerId: 'usr_42', partnerId: 'shop' }], dryRun: false },
    ]);
  });

  it('--owned-by takes every page of the query', async () => {
    await keepsake('owners --owned-by legacy --to 42 --apply');
    expect(changes()).toEqual([
      {
        changes: ['upl_1', 'upl_2'].map((uploadId) => ({ uploadId, ownerId: 'usr_42' })),
        dryRun: false,
      },
    ]);
  });

  it('--pairs finds uploads by old path, and names the lines it cannot place', async () => {
    const { code, stderr, lines } = await keepsake('owners --pairs pairs.csv --apply --json');
    expect(changes()[0].changes).toEqual([
      { uploadId: 'upl_a', ownerId: 'usr_42', partnerId: 'shop' },
      { uploadId: `upl_${'0'.repeat(32)}`, ownerId: 'usr_7' },
    ]);
    expect(stderr).toContain('b.jpg: 2 uploads came from this path.');
    expect(stderr).toContain('none.jpg: No upload came from this path.');
    expect([code, lines]).toEqual([
      3,
      [{ handedOver: 2, unchanged: 0, refused: 2, dryRun: false }],
    ]);
  });

  it('hands nothing over by a query of which an upload cannot be read, and names it', async () => {
    const { answer } = server;
    server.answer = (asked) => {
      const { body } = answer(asked);
      return { body: { ...(body as object), unreadable: ['upl_9'] } };
    };
    const query = await keepsake('owners --owned-by legacy --to 42 --apply');
    expect([query.code, changes()]).toEqual([3, []]);
    expect(query.stderr).toContain('upl_9 cannot be read');
    const pairs = await keepsake('owners --pairs pairs.csv --apply');
    expect(pairs.stderr).toContain('a.jpg: The record of upl_9 cannot be read.');
    expect([pairs.code, changes()[0].changes]).toMatchObject([3, [{ ownerId: 'usr_7' }]]);
  });

  it.each([
    ['owners --to 42', 'Name uploads by id'],
    ['owners upl_1', 'Name the new owner'],
    ['owners upl_1 --to 42 --owned-by legacy', 'one of them'],
    ['owners --pairs pairs.csv --to 42', 'leave out --to'],
  ])('refuses %s', async (line, message) => {
    const { code, stderr } = await keepsake(line);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
