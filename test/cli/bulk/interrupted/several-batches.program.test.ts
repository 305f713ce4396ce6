import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.here.files({ 'one/a.jpg': 'A', 'two/b.jpg': 'B' });
});
afterEach(() => storage.stop());

const migrate = async (name: string): Promise<string> =>
  batchIn(await storage.run(`migrate ./${name} --to s3://bucket/${name}`));

const refusePuts = (): void => {
  storage.s3.faults = ({ method, query }) =>
    method === 'PUT' && query.partNumber === undefined
      ? { kind: 'refuse', status: 403, code: 'AccessDenied' }
      : undefined;
};

describe('keepsake resume <batch> <batch>', () => {
  it('goes on with one after the other, and ends with the worse code', async () => {
    refusePuts();
    const ids = [await migrate('one'), await migrate('two')];
    expect(storage.objects).toEqual({});
    storage.s3.faults = ({ method, key }) =>
      method === 'PUT' && key === 'one/a.jpg'
        ? { kind: 'refuse', status: 403, code: 'AccessDenied' }
        : undefined;
    expect((await storage.run(`resume ${ids.join(' ')}`)).code).toBe(3);
    expect(storage.objects).toEqual({ 'two/b.jpg': 'B' });
    storage.s3.faults = () => undefined;
    const { code, lines } = await storage.run(`resume ${ids.join(' ')} --json`);
    expect([code, lines.map(({ batchId, status }) => [batchId, status])]).toEqual([
      0,
      ids.map((id) => [id, 'completed']),
    ]);
    expect(storage.objects).toEqual({ 'one/a.jpg': 'A', 'two/b.jpg': 'B' });
  });

  it('touches none if one of them is not there', async () => {
    refusePuts();
    const id = await migrate('one');
    storage.s3.faults = () => undefined;
    expect((await storage.run(`resume ${id} bat_none`)).code).toBe(5);
    expect(storage.objects).toEqual({});
  });
});

describe('keepsake verify <batch> <batch>', () => {
  it('verifies one after the other, and ends with the worse code', async () => {
    const ids = [await migrate('one'), await migrate('two')];
    storage.put('one/a.jpg', 'other');
    const { code, lines } = await storage.run(`verify ${ids.join(' ')} --json`);
    expect([code, lines]).toMatchObject([
      3,
      [
        { kind: 'changed', key: 'one/a.jpg' },
        { batchId: ids[0], changed: 1 },
        { batchId: ids[1], checked: 1, changed: 0 },
      ],
    ]);
  });

  it('names those that it has not begun when storage goes away', async () => {
    const ids = [await migrate('one'), await migrate('two')];
    storage.s3.faults = () => ({ kind: 'refuse', status: 503, code: 'SlowDown' });
    const { code, stderr } = await storage.run(`verify ${ids.join(' ')} --patience 1`);
    expect([code, stderr]).toEqual([75, expect.stringContaining(`Not begun: ${ids[1]}\n`)]);
  });
});

describe('keepsake verify, without a batch', () => {
  it.each(['verify', 'resume', 'rollback'])('is refused: %s', async (verb) => {
    expect(await storage.run(verb)).toMatchObject({
      code: 2,
      stderr: 'keepsake: Name the batch, or several.\n',
    });
  });
});
