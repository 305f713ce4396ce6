import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SourceOpener } from '../../../../../adapters/bulk/sources/open-location.ts';
import { SmallFiles, type Tried } from '../../../../../adapters/bulk/transfer/files/small-files.ts';
import type { TransferContext } from '../../../../../adapters/bulk/transfer/files/transfer-context.ts';
import { BufferPool } from '../../../../../adapters/bulk/transfer/http/buffer-pool.ts';
import type { S3Answer, S3Request } from '../../../../../adapters/bulk/transfer/s3/s3-wire.ts';
import type { TransferJob, Verdict } from '../../../../../core/bulk/model/transfer.ts';
import { TransientFault } from '../../../../../core/errors.ts';

const body = Buffer.from('the bytes of a photo');
const stored: S3Answer = { status: 200, headers: { etag: '"e"' }, body: '' };

let folder: string;
let sent: S3Request[];
let answer: S3Answer | Error;
let buffers: BufferPool;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keepsake-small-'));
  writeFileSync(join(folder, 'a.jpg'), body);
  sent = [];
  answer = stored;
  buffers = new BufferPool(100_000);
});

afterEach(() => rmSync(folder, { recursive: true }));

const contextOf = (more: object): TransferContext => {
  const policy = { retries: 0, random: Math.random, sleep: async () => undefined };
  const opener = new SourceOpener({ policy, now: Date.now, timeoutMs: 600_000 });
  const send = (request: S3Request, _: number, onAnswer: (said: S3Answer | Error) => void) => {
    sent.push(request);
    onAnswer(answer);
  };
  const usual: object = {
    buffers,
    requests: { send, isPaced: false },
    openFile: opener.openFile.bind(opener),
    isDiskSlow: () => false,
    conditions: { state: 'honoured' },
    copies: { state: 'off' },
    checksums: true,
    partBytes: 65_536,
  };
  return { ...usual, ...more } as TransferContext;
};

const job = (more: object = {}): TransferJob => ({
  recordId: 'r1',
  location: { kind: 'file', path: join(folder, 'a.jpg') },
  key: 'old/a.jpg',
  contentType: 'image/jpeg',
  metadata: {},
  onConflict: 'fail',
  expected: { sizeBytes: body.length },
  ...more,
});

/** What becomes of a job: a verdict, or that it goes the ordinary way, with or without a try. */
const ends = (
  its: TransferJob,
  context: object = {},
): (Verdict | { left: Tried | undefined })[] => {
  const found: (Verdict | { left: Tried | undefined })[] = [];
  new SmallFiles(contextOf(context)).send(
    its,
    (verdict) => found.push(verdict),
    (left) => found.push({ left }),
  );
  return found;
};

describe('a small file that is as it was listed', () => {
  it('is one PUT that overwrites nothing, with the hash of its bytes', () => {
    const sha256 = createHash('sha256').update(body).digest('base64');
    const [verdict] = ends(job());
    expect(verdict).toMatchObject({ outcome: 'transferred', created: true, sha256, etag: '"e"' });
    expect(sent).toMatchObject([{ method: 'PUT', key: 'old/a.jpg' }]);
    expect(sent[0]?.body?.hash).toBe(Buffer.from(sha256, 'base64').toString('hex'));
    expect(sent[0]?.headers).toEqual(
      expect.arrayContaining([
        ['if-none-match', '*'],
        ['x-amz-checksum-sha256', sha256],
      ]),
    );
  });
});

describe('everything else', () => {
  it.each([
    ['to be overwritten', { onConflict: 'overwrite' }],
    ['known from an earlier batch', { known: { unchanged: true, ifOther: '' } }],
    ['begun in parts', { multipartId: 'u1' }],
    ['of unknown size', { expected: {} }],
    ['larger than a part', { expected: { sizeBytes: 65_537 } }],
    ['of another size by now', { expected: { sizeBytes: 7 } }],
    ['of another hash by now', { expected: { sizeBytes: body.length, sha256: 'x' } }],
    ['gone', { location: { kind: 'file', path: '/nowhere/a.jpg' } }],
    ['at a web server', { location: { kind: 'http', url: 'http://127.0.0.1/a.jpg' } }],
    ['with a name that no header takes', { properties: { 'cache-control': 'é' } }],
  ])('goes the ordinary way, and nothing is sent: %s', (_, more) => {
    expect([ends(job(more)), sent]).toEqual([[{ left: undefined }], []]);
  });

  it.each([
    ['a destination that is not proved', { conditions: { state: 'unknown' } }],
    ['a destination that would overwrite', { conditions: { state: 'ignored' } }],
    ['copies that S3 makes', { copies: { state: 'unproved' } }],
    ['a slow disk', { isDiskSlow: () => true }],
    ['a limit of bandwidth', { requests: { isPaced: true } }],
    ['no room in memory', { buffers: { takeNow: () => undefined } }],
  ])('goes the ordinary way: %s', (_, context) => {
    expect([ends(job(), context), sent]).toEqual([[{ left: undefined }], []]);
  });

  it('goes on from the try that failed', () => {
    answer = new TransientFault('The connection was lost.');
    const source = { sizeBytes: body.length, sha256: expect.any(String) };
    expect(ends(job())).toEqual([{ left: { error: answer, source } }]);
  });

  it('leaves every buffer to the next file', () => {
    for (const more of [{}, { expected: { sizeBytes: 7 } }, { expected: {} }]) ends(job(more));
    expect(buffers.takeNow(100_000)).toBeDefined();
  });
});
