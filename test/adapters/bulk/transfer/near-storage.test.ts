import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Setting } from './setting.ts';

let setting: Setting;
beforeEach(async () => {
  setting = await Setting.open();
});
afterEach(() => setting.close());

const nearBytes = 500_000;

/** A clock that moves on by so much with every look at it. */
const clock = (stepMs: number) => {
  let time = Date.now();
  return () => {
    time += stepMs;
    return time;
  };
};

/** Each answer comes at once, by this clock. */
const near = () => setting.engine({ nearBytes }, { steady: clock(0) });

const requests = () => ({ parts: setting.s3.count('POST') > 0, puts: setting.s3.count('PUT') });

describe('a large file to storage that is near', () => {
  it('is one request, which storage checks by the SHA-256 of the whole', async () => {
    const { sha256 } = setting.file('a.mp4', 300_000);
    const sent = await setting.send(setting.job('a.mp4'), near());
    expect(sent).toMatchObject({ outcome: 'transferred', created: true, sha256 });
    expect(requests()).toEqual({ parts: false, puts: 1 });
  });

  it('goes in parts where it is larger than is sent again without regret', async () => {
    setting.file('a.mp4', 600_000);
    await setting.send(setting.job('a.mp4'), near());
    expect(requests()).toMatchObject({ parts: true });
  });

  it('goes in parts once a connection broke, so that the next break costs a part', async () => {
    const { sha256 } = setting.file('a.mp4', 300_000);
    // A break on a connection that was used before is tried once more at once.
    let breaks = 2;
    setting.s3.faults = ({ method }) =>
      method === 'PUT' && breaks-- > 0 ? { kind: 'reset', afterBytes: 100_000 } : undefined;
    const sent = await setting.send(setting.job('a.mp4'), near());
    expect(sent).toMatchObject({ outcome: 'transferred', sha256, attempts: 2 });
    expect(requests()).toEqual({ parts: true, puts: 5 });
    expect(setting.s3.bucket.objects.get('moved/a.mp4')).toHaveLength(1);
  });

  it('goes on in parts where an earlier run began so', async () => {
    setting.file('a.mp4', 300_000);
    setting.s3.faults = ({ query }) =>
      query.partNumber === '4' ? { kind: 'refuse', status: 500, code: 'InternalError' } : undefined;
    await setting.send(setting.job('a.mp4'), setting.engine({ retries: 0 }));
    setting.s3.faults = () => undefined;
    const multipartId = setting.begun.get('a.mp4');
    const job = setting.job('a.mp4', multipartId === undefined ? {} : { multipartId });
    expect(await setting.send(job, near())).toMatchObject({
      outcome: 'transferred',
    });
    expect(setting.s3.bucket.uploads.size).toBe(0);
    expect(setting.s3.bucket.objects.get('moved/a.mp4')).toHaveLength(1);
  });
});

describe('a large file to storage that answers late', () => {
  it('goes in parts, which use several connections', async () => {
    setting.file('a.mp4', 300_000);
    const engine = setting.engine({ nearBytes }, { steady: clock(6) });
    expect(await setting.send(setting.job('a.mp4'), engine)).toMatchObject({
      outcome: 'transferred',
    });
    expect(requests()).toEqual({ parts: true, puts: 5 });
  });
});
