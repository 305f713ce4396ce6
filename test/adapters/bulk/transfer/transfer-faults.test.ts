import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Fault, Seen } from './fake-s3.ts';
import { all, Setting } from './setting.ts';

let setting: Setting;
beforeEach(async () => {
  setting = await Setting.open();
});
afterEach(() => setting.close());

const kinds: Fault[] = [
  { kind: 'reset', afterBytes: 0 },
  { kind: 'reset', afterBytes: 1_000 },
  { kind: 'lost' },
  { kind: 'truncated' },
  { kind: 'close' },
  { kind: 'refuse', status: 500, code: 'InternalError' },
  { kind: 'refuse', status: 503, code: 'SlowDown' },
  { kind: 'refuse', status: 409, code: 'ConditionalRequestConflict' },
];
const name = (fault: Fault): string => Object.values(fault).join(' ');

/** The same fault at the first, the second, … request, until a run has fewer requests than that. */
const atEveryRequest = async (bytes: number, fault: Fault): Promise<number> => {
  for (let target = 0; ; target += 1) {
    const file = `${target}.jpg`;
    const { body, sha256 } = setting.file(file, bytes);
    let request = -1;
    setting.s3.faults = () => {
      request += 1;
      return request === target ? fault : undefined;
    };
    const outcome = await setting.send(setting.job(file));
    expect(outcome).toMatchObject({ outcome: 'transferred', created: true, sha256 });
    expect(
      setting.s3.bucket.objects.get(`moved/${file}`)?.map((object) => object.body.equals(body)),
    ).toEqual([true]);
    expect(setting.s3.bucket.uploads.size).toBe(0);
    if (request < target) return target;
  }
};

describe.each(kinds.map((fault) => [name(fault), fault] as const))(
  'a fault at any request: %s',
  (_, fault) => {
    it('leaves a small file stored once', async () =>
      expect(await atEveryRequest(5_000, fault)).toBe(1));
    it('leaves a file sent as it is read stored once', async () =>
      expect(await atEveryRequest(120_000, fault)).toBe(2));
    // HEAD, list, begin, five parts, complete.
    it('leaves a file in parts stored once, and no parts behind', async () =>
      expect(await atEveryRequest(300_000, fault)).toBe(9));
  },
);

describe('a server that is silent', () => {
  it('is asked again on another connection', async () => {
    setting.file('a.jpg');
    setting.s3.faults = (_, count) => (count === 0 ? { kind: 'silent' } : undefined);
    const engine = setting.engine({ timeoutMs: 400 });
    expect(await setting.send(setting.job('a.jpg'), engine)).toMatchObject({
      outcome: 'transferred',
      attempts: 2,
    });
    expect(engine.progress.throttled).toBe(1);
  });
});

describe('a server that closes connections it kept', () => {
  it('costs no attempt', async () => {
    setting.s3.faults = () => ({ kind: 'close' });
    const names = Array.from({ length: 50 }, (_, index) => `${index}.jpg`);
    for (const file of names) setting.file(file);
    const outcomes = await all(
      setting.engine({ concurrency: 2 }).send(names.map((file) => setting.job(file))),
    );
    expect(
      outcomes.filter(({ outcome, attempts }) => outcome === 'transferred' && attempts === 1),
    ).toHaveLength(50);
  });
});

describe('a refusal', () => {
  it('that comes before the body was sent is what the file fails with', async () => {
    setting.file('a.jpg', 120_000);
    setting.s3.faults = () => ({
      kind: 'refuse',
      status: 403,
      code: 'AccessDenied',
      headers: { connection: 'close' },
    });
    expect(await setting.send(setting.job('a.jpg'))).toMatchObject({
      outcome: 'failed',
      code: 'AccessDenied',
      attempts: 1,
    });
  });

  it('of a part takes the whole upload back', async () => {
    setting.file('a.jpg', 300_000);
    setting.s3.faults = ({ query }) =>
      query.partNumber === '3' ? { kind: 'refuse', status: 403, code: 'AccessDenied' } : undefined;
    expect(await setting.send(setting.job('a.jpg'))).toMatchObject({
      outcome: 'failed',
      code: 'AccessDenied',
    });
    expect(setting.s3.bucket.uploads.size).toBe(0);
  });

  it('inside an answer of 200 is one', async () => {
    const { sha256 } = setting.file('a.jpg', 300_000);
    setting.s3.faults = ({ method, query }, count) =>
      method === 'POST' && query.uploadId && count < 3
        ? { kind: 'refuse', status: 200, code: 'InternalError' }
        : undefined;
    expect(await setting.send(setting.job('a.jpg'))).toMatchObject({
      outcome: 'transferred',
      sha256,
    });
    expect(setting.s3.bucket.objects.get('moved/a.jpg')).toHaveLength(1);
  });
});

describe('a storm of 503', () => {
  it('slows everything down together, and costs no file', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `${index}.jpg`);
    for (const file of names) setting.file(file);
    let requests = 0;
    setting.s3.faults = () => {
      requests += 1;
      return requests > 20 && requests <= 150
        ? { kind: 'refuse', status: 503, code: 'SlowDown' }
        : undefined;
    };
    const engine = setting.engine({ concurrency: 32 });
    const outcomes = await all(engine.send(names.map((file) => setting.job(file))));
    expect(outcomes.filter(({ outcome }) => outcome === 'transferred')).toHaveLength(200);
    expect(engine.progress.throttled).toBeGreaterThan(0);
    expect(engine.progress.concurrency).toBeLessThan(32);
  });
});

const part = ({ method, query }: Pick<Seen, 'method' | 'query'>): boolean =>
  method === 'PUT' && query.partNumber !== undefined;
const partNumbers = (): (string | undefined)[] =>
  setting.s3.seen.filter(part).map(({ query }) => query.partNumber);

/** A run that ends after some parts, the way a killed one does: nothing is taken back. */
const interrupted = async (
  file: string,
  lastPart: number,
  more: Parameters<Setting['job']>[1] = {},
): Promise<void> => {
  setting.s3.faults = (request) =>
    part(request) && Number(request.query.partNumber) > lastPart
      ? { kind: 'reset', afterBytes: 0 }
      : undefined;
  const outcome = await setting.send(setting.job(file, more), setting.engine({ retries: 0 }));
  expect(outcome).toMatchObject({ outcome: 'failed', code: 'ECONNRESET' });
  setting.s3.faults = () => undefined;
  setting.s3.seen.length = 0;
};

describe('a large file whose run was interrupted', () => {
  it('is continued: parts that are there are not sent again', async () => {
    const { body, sha256 } = setting.file('a.jpg', 500_000);
    await interrupted('a.jpg', 5);
    const there = [...setting.s3.bucket.uploads.values()].flatMap(({ parts }) => [
      ...parts.keys(),
    ]).length;
    expect(await setting.send(setting.job('a.jpg'))).toMatchObject({
      outcome: 'transferred',
      created: true,
      sha256,
    });
    expect(there).toBeGreaterThan(0);
    expect(partNumbers()).toHaveLength(8 - there);
    expect(setting.s3.bucket.current('moved/a.jpg')?.body.equals(body)).toBe(true);
  });

  it('has parts sent again that are not what is read now', async () => {
    const { body } = setting.file('a.jpg', 500_000);
    await interrupted('a.jpg', 5);
    body.fill(1, 70_000, 70_010);
    setting.file('a.jpg', body);
    expect(await setting.send(setting.job('a.jpg'))).toMatchObject({ outcome: 'transferred' });
    expect(setting.s3.bucket.current('moved/a.jpg')?.body.equals(body)).toBe(true);
  });

  it('is begun anew when it turns out to be of another batch', async () => {
    const { body } = setting.file('a.jpg', 500_000);
    await interrupted('a.jpg', 5, {
      metadata: { 'keepsake-batch': 'b0', 'keepsake-record': 'a.jpg' },
    });
    expect(await setting.send(setting.job('a.jpg'))).toMatchObject({
      outcome: 'transferred',
      created: true,
    });
    const stored = setting.s3.bucket.objects.get('moved/a.jpg') ?? [];
    expect(stored.map(({ headers }) => headers['x-amz-meta-keepsake-batch'])).toEqual(['b1']);
    expect(stored[0]?.body.equals(body)).toBe(true);
  });

  it('is taken back when its source changed since it was listed', async () => {
    setting.file('a.jpg', 500_000);
    await interrupted('a.jpg', 5);
    expect(
      await setting.send(setting.job('a.jpg', { expected: { sha256: 'other' } })),
    ).toMatchObject({ outcome: 'changed' });
    expect(setting.s3.bucket.uploads.size).toBe(0);
  });
});

describe('parts', () => {
  it('are signed where the server does not check their checksums', async () => {
    const handle = setting.s3.bucket.handle.bind(setting.s3.bucket);
    setting.s3.bucket.handle = (seen) => {
      const reply = handle(seen);
      delete reply.headers['x-amz-checksum-crc32'];
      return reply;
    };
    setting.file('a.jpg', 300_000);
    expect(await setting.send(setting.job('a.jpg'))).toMatchObject({ outcome: 'transferred' });
    const hashes = setting.s3.seen
      .filter(part)
      .map(({ query, headers }) => [
        query.partNumber,
        headers['x-amz-content-sha256'] === 'UNSIGNED-PAYLOAD',
      ]);
    const signed = hashes.filter(([, unsigned]) => !unsigned).map(([number]) => number);
    expect(new Set(signed)).toEqual(new Set(['1', '2', '3', '4', '5']));
  });
});

describe('credentials and clocks', () => {
  it('that ended are fetched again', async () => {
    setting.file('a.jpg');
    let fetched = 0;
    setting.s3.faults = (_, count) =>
      count === 0 ? { kind: 'refuse', status: 400, code: 'ExpiredToken' } : undefined;
    const credentials = async () => {
      fetched += 1;
      return setting.s3.credentials;
    };
    expect(
      await setting.send(setting.job('a.jpg'), setting.engine({}, {}, credentials)),
    ).toMatchObject({
      outcome: 'transferred',
      attempts: 2,
    });
    expect(fetched).toBe(2);
  });

  const ended = (code = 'ExpiredToken') => ({ kind: 'refuse', status: 400, code }) as const;
  const atOnce = { sleep: async () => {} };

  it('that ended and cannot be fetched again end the run; no file has failed of it', async () => {
    const names = ['a.jpg', 'b.jpg', 'c.jpg'];
    for (const file of names) setting.file(file);
    setting.s3.faults = () => ended();
    let fetched = 0;
    const credentials = async () => {
      fetched += 1;
      if (fetched > 1) throw new Error('The session has ended.');
      return setting.s3.credentials;
    };
    const outcomes: unknown[] = [];
    const run = async () => {
      for await (const outcome of setting
        .engine({}, atOnce, credentials)
        .send(names.map((file) => setting.job(file))))
        outcomes.push(outcome);
    };
    await expect(run()).rejects.toThrow(/ExpiredToken.+Sign in again.+resume goes on/);
    expect([outcomes, setting.s3.bucket.objects.size]).toEqual([[], 0]);
  });

  it.each(['ExpiredToken', 'InvalidAccessKeyId'])(
    'that are refused (%s) and stay the same end the run, with what was sent before on record',
    async (code) => {
      for (const file of ['a.jpg', 'b.jpg', 'c.jpg']) setting.file(file);
      let requests = 0;
      setting.s3.faults = () => {
        requests += 1;
        return requests > 1 ? ended(code) : undefined;
      };
      const jobs = ['a.jpg', 'b.jpg', 'c.jpg'].map((file) => setting.job(file));
      const outcomes: string[] = [];
      const run = async () => {
        for await (const { outcome } of setting.engine({ concurrency: 1 }, atOnce).send(jobs))
          outcomes.push(outcome);
      };
      await expect(run()).rejects.toThrow(code);
      expect(outcomes).toEqual(['transferred']);
    },
  );

  it('that are wrong are set by the server', async () => {
    setting.file('a.jpg');
    const dates: (string | undefined)[] = [];
    setting.s3.faults = ({ headers }, count) => {
      dates.push(headers['x-amz-date']?.slice(0, 4));
      return count === 0
        ? { kind: 'refuse', status: 403, code: 'RequestTimeTooSkewed' }
        : undefined;
    };
    const engine = setting.engine({}, { now: () => Date.UTC(2001, 0, 1) });
    expect(await setting.send(setting.job('a.jpg'), engine)).toMatchObject({
      outcome: 'transferred',
      attempts: 2,
    });
    expect(dates).toEqual(['2001', String(new Date().getUTCFullYear())]);
  });
});
