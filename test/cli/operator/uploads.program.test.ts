import { describe, expect, it } from '@jest/globals';
import { useStubStage } from './stub-stage.ts';

const { server, keepsake } = useStubStage();

const asked = () => server.asked.map(({ method, path }) => `${method} ${path}`);

describe('keepsake uploads', () => {
  it('lists those of an owner, every page', async () => {
    const upload = { uploadId: 'upl_1', status: 'uploaded', category: 'photo', sizeBytes: 3 };
    server.answer = ({ path }) => ({
      body: path.includes('cursor')
        ? { uploads: [{ ...upload, uploadId: 'upl_2', fileName: 'b' }] }
        : { uploads: [{ ...upload, fileName: 'a' }], cursor: 'next' },
    });
    const { stdout } = await keepsake('uploads list --owner usr_1 --status uploaded --path a/b');
    expect(stdout.split('\n').map((line) => line.slice(0, 5))).toEqual(['upl_1', 'upl_2', '']);
    expect(asked()[0]).toBe(
      'GET /uploads?limit=100&ownerId=usr_1&status=uploaded&legacyPath=a%2Fb',
    );
  });

  it.each([
    ['show', 'GET /uploads/upl_1'],
    ['keep', 'POST /uploads/upl_1/promote'],
    ['erase', 'DELETE /uploads/upl_1'],
  ])('%s is one request', async (word, request) => {
    server.answer = () => ({ body: word === 'erase' ? undefined : { status: 'uploaded' } });
    await keepsake(`uploads ${word} upl_1`);
    expect(asked()).toEqual([request]);
  });

  it('lists what was erased, newest first, every page', async () => {
    const erasure = { ownerId: 'usr_1', bytes: 3, erasedAt: '2030-01-01', erasedBy: 'usr_2' };
    server.answer = ({ path }) => ({
      body: path.includes('cursor')
        ? { erasures: [{ ...erasure, uploadId: 'upl_1' }] }
        : { erasures: [{ ...erasure, uploadId: 'upl_2' }], cursor: 'next' },
    });
    const { stdout } = await keepsake('uploads erased');
    expect(stdout.split('\n')).toEqual([
      '2030-01-01  upl_2 of usr_1  3 bytes  by usr_2',
      '2030-01-01  upl_1 of usr_1  3 bytes  by usr_2',
      '',
    ]);
  });

  it('holds a file until a day, releases it, and lists what is held', async () => {
    const hold = { uploadId: 'upl_1', ownerId: 'usr_1', reason: 'A case' };
    server.answer = ({ method }) => ({
      body:
        method === 'GET' ? { holds: [hold], more: false } : method === 'POST' ? hold : undefined,
    });
    await keepsake('uploads hold upl_1 --reason case --until 2031-01-01');
    await keepsake('uploads release upl_1');
    const { stdout } = await keepsake('uploads held');
    expect(stdout).toContain('upl_1 of usr_1  until released  "A case"');
    expect(asked()).toEqual([
      'POST /uploads/upl_1/hold',
      'DELETE /uploads/upl_1/hold',
      'GET /holds',
    ]);
    expect(server.asked[0]?.body).toBe('{"reason":"case","until":"2031-01-01T00:00:00.000Z"}');
  });

  it('overrules a scan, with a reason', async () => {
    server.answer = () => ({
      body: {
        uploadId: 'upl_1',
        status: 'uploaded',
        category: 'photo',
        sizeBytes: 3,
        fileName: 'a',
      },
    });
    const { stdout } = await keepsake('uploads overrule upl_1 --reason wrong');
    expect(stdout).toContain('upl_1  uploaded');
    expect(asked()).toEqual(['POST /uploads/upl_1/overrule']);
    expect(server.asked[0]?.body).toBe('{"reason":"wrong"}');
  });

  it.each([
    'uploads overrule upl_1',
    'uploads hold upl_1',
    'uploads hold upl_1 --reason case --until soon',
  ])('asks nothing for %s', async (line) => {
    expect((await keepsake(line)).code).toBe(2);
    expect(asked()).toEqual([]);
  });

  it('asks nothing without an id', async () => {
    expect((await keepsake('uploads erase')).code).toBe(2);
    expect(asked()).toEqual([]);
  });
});

describe('keepsake jobs', () => {
  it('fail needs a reason, which the job’s owner reads', async () => {
    expect((await keepsake('jobs fail job_1')).stderr).toContain('--reason');
    server.answer = () => ({ body: { jobId: 'job_1', status: 'failed' } });
    await keepsake('jobs fail job_1 --reason gone');
    expect(asked()).toEqual(['POST /jobs/job_1/fail']);
    expect(server.asked[0]?.body).toBe('{"reason":"gone"}');
  });
});
