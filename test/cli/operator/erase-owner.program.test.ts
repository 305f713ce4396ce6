import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { useStubStage } from './stub-stage.ts';

const { server, here, keepsake } = useStubStage();

const erased = { uploads: 2, bytes: 10, orders: 1, jobs: 0, links: 3 };
const requested = { ownerId: 'usr_42', requestedAt: '2030-01-01', requestedBy: 'usr_admin' };

/** Answers one stretch after the other. */
const answering = (...stretches: object[]): void => {
  const left = [...stretches];
  server.answer = ({ body }) => ({
    body: { ...requested, ...JSON.parse(body), erased, kept: [], more: false, ...left.shift() },
  });
};

const asked = () => server.asked.map(({ method, path: to, body }) => `${method} ${to} ${body}`);

describe('keepsake owners erase', () => {
  it('is dry until it is told to apply, and says how much there is', async () => {
    answering();
    const { code, lines, stderr } = await keepsake('owners erase 42 --json');
    expect([code, lines]).toMatchObject([0, [{ ownerId: 'usr_42', dryRun: true, erased }]]);
    expect(stderr).toContain('--apply --yes usr_42');
    expect(asked()).toEqual(['POST /owners/erasure {"ownerId":"usr_42","dryRun":true}']);
  });

  it.each(['', '--yes usr_43'])('asks nothing before the id is typed again (%s)', async (typed) => {
    const { code, stderr } = await keepsake(`owners erase usr_42 --apply ${typed}`.trim());
    expect([code, stderr]).toEqual([4, expect.stringContaining('cannot be undone')]);
    expect(server.asked).toEqual([]);
  });

  it('goes on while there is more, and adds up', async () => {
    answering({ more: true }, { more: true }, {});
    const { code, lines } = await keepsake('owners erase usr_42 --apply --yes 42 --json');
    expect([code, lines]).toMatchObject([
      0,
      [{ erased: { uploads: 6, bytes: 30, orders: 3, jobs: 0, links: 9 }, more: false }],
    ]);
    expect(server.asked).toHaveLength(3);
  });

  it('ends with 3 when something has to stay for now, and names it', async () => {
    answering({ kept: [{ id: 'ord_1', reason: 'The order is being migrated.' }] });
    const { code, stdout } = await keepsake('owners erase usr_42 --apply --yes usr_42');
    expect([code, stdout]).toEqual([3, expect.stringContaining('ord_1')]);
  });
});

describe('keepsake export, beside an erasure', () => {
  afterEach(() => rmSync(path.join(here.folder, 'out'), { recursive: true, force: true }));

  /** An owner of two files whose erasure is on record from the given look on. */
  const erasedFrom = (look: number, fields: object = {}): void => {
    let looks = 0;
    const upload = (uploadId: string) => ({ uploadId, status: 'permanent', sizeBytes: 3 });
    server.answer = ({ path: to }) => {
      if (to.startsWith('/owners/erasure')) {
        looks += 1;
        return looks < look ? { status: 404, body: {} } : { body: { ...requested, ...fields } };
      }
      if (to.startsWith('/bytes/')) return { body: 'cat' };
      const [, id] = /^\/uploads\/(\w+)\/download/.exec(to) ?? [];
      if (id !== undefined) return { body: { url: `${server.url}/bytes/${id}` } };
      const [, list = 'none'] = /^\/(\w+)\?/.exec(to) ?? [];
      return { body: { [list]: list === 'uploads' ? [upload('upl_1'), upload('upl_2')] : [] } };
    };
  };

  const save = () => keepsake('export usr_42 --to out');
  const bytesAsked = () => server.asked.filter(({ path: to }) => to.startsWith('/bytes/')).length;

  it('is refused before it reads a record', async () => {
    erasedFrom(1);
    const { code, stderr } = await save();
    expect([code, stderr]).toEqual([4, expect.stringContaining('erasure of usr_42')]);
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    [2, 0],
    [3, 1],
    [4, 2],
  ])('ends at the first look that finds one (%d), whatever is saved', async (look, files) => {
    erasedFrom(look);
    const { code, stderr } = await save();
    expect([code, stderr]).toEqual([4, expect.stringContaining('remove what an export')]);
    expect(bytesAsked()).toBe(files);
  });

  it('goes on after an erasure that is finished', async () => {
    erasedFrom(1, { finishedAt: '2030-01-03' });
    expect((await save()).code).toBe(0);
  });
});
