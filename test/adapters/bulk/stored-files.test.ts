import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { StoredFiles } from '../../../adapters/bulk/stored-files.ts';
import { placeAt } from '../../../adapters/bulk/transfer/s3/s3-place.ts';
import { sha256 } from '../../core/builders/records.ts';
import { FakeS3 } from './transfer/fake-s3.ts';

let s3: FakeS3;
let stored: StoredFiles;
const keys = Array.from({ length: 20 }, (_, at) => `${at}.jpg`);

beforeEach(async () => {
  s3 = new FakeS3();
  const place = placeAt({ endpoint: await s3.start(), region: 'us-east-1' });
  const credentials = async () => s3.credentials;
  const from = { place, bucket: 'bucket', prefix: '', credentials };
  stored = new StoredFiles(from, { concurrency: 16 });
  for (const key of keys) s3.bucket.put(key, Buffer.from(key === '0.jpg' ? '' : key));
});

afterEach(async () => {
  stored.close();
  await s3.stop();
});

const hour = 3_600_000;

/** `20300101T000000Z` in milliseconds. */
const timeOf = (text = ''): number =>
  Date.parse(text.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5'));

describe.each([5, -5])('a machine whose clock is %i hours off', (hours) => {
  beforeEach(() => {
    const { now } = Date;
    jest.spyOn(Date, 'now').mockImplementation(() => now() + hours * hour);
    s3.faults = ({ headers }) =>
      Math.abs(timeOf(headers['x-amz-date']) - now()) < hour / 4
        ? undefined
        : { kind: 'refuse', status: 403, code: 'RequestTimeTooSkewed' };
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('looks at many files at once: answers to HEAD do not name the reason', async () => {
    const found = await Promise.all(keys.map((key) => stored.head(key)));
    expect(found.map((one) => one?.key)).toEqual(keys);
  });

  it('looks again where another request corrected the clock meanwhile', async () => {
    s3.faults = ({ method, key }, count) =>
      method === 'HEAD' && key === '1.jpg' && count === 0
        ? { kind: 'refuse', status: 403, code: 'RequestTimeTooSkewed' }
        : undefined;
    expect(await stored.head('1.jpg')).toMatchObject({ key: '1.jpg' });
  });

  it('reads many files at once', async () => {
    const sums = await Promise.all(keys.map((key) => stored.sha256(key)));
    expect(sums).toEqual(keys.map((key) => sha256(key === '0.jpg' ? '' : key)));
  });
});

describe('a key that may not be read', () => {
  it('is refused, in the words of storage', async () => {
    s3.faults = ({ key }) =>
      key === '1.jpg' ? { kind: 'refuse', status: 403, code: 'AccessDenied' } : undefined;
    await expect(stored.head('1.jpg')).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
