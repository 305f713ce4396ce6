import {
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { local, s3 } from '../../contracts/shared/emulator.ts';
import { type Deployment, deployDelivery, view } from './distribution.ts';

/** One file under each family of paths. */
const files = ['photos/ord_1/a.jpg', 'pdfs/ord_1/b.pdf', 'public/photos/ord_1/c.jpg'] as const;
const [photo, pdf, open] = files;

let delivery: Deployment;
beforeAll(async () => {
  delivery = await deployDelivery();
  for (const Key of files)
    await s3.send(
      new PutObjectCommand({
        Bucket: delivery.files,
        Key,
        Body: `the bytes of ${Key}`,
        ContentType: Key.endsWith('pdf') ? 'application/pdf' : 'image/jpeg',
        Metadata: { 'keepsake-order': 'ord_1', 'keepsake-attempt': '1' },
      }),
    );
});

const policyOf = async (Bucket: string): Promise<string> =>
  (await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy ?? '';

/** The policy names the distribution that the configuration names: at first another one. */
const admit = async (id: string): Promise<void> => {
  const Policy = (await policyOf(delivery.files)).replace(
    /distribution\/\w+/,
    `distribution/${id}`,
  );
  await s3.send(new PutBucketPolicyCommand({ Bucket: delivery.files, Policy }));
};

describe('a distribution that the files bucket does not name', () => {
  it('is refused by the bucket, and shows the error page', async () => {
    const { status, headers, body } = await view(delivery, photo);
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      403,
      'text/html; charset=utf-8',
      'no-store',
    ]);
    expect(body).toMatch(/^<!doctype html>/i);
  });
});

describe('the distribution that the files bucket names', () => {
  beforeAll(() => admit(delivery.id));

  it.each(files)('serves %s through its access control', async (key) => {
    const { status, body } = await view(delivery, key);
    expect([status, body]).toEqual([200, `the bytes of ${key}`]);
  });

  it('is the only way: the bucket refuses a request that is not CloudFront’s', async () => {
    expect((await fetch(`${local.endpoint}/${delivery.files}/${photo}`)).status).toBe(403);
  });

  it.each([
    [photo, 'private, max-age=', "sandbox; default-src 'none'"],
    [pdf, 'private, max-age=', "object-src 'self'; default-src 'none'"],
    [open, 'public, max-age=', "sandbox; default-src 'none'"],
  ])('sends the headers that belong to %s', async (key, caching, security) => {
    const { headers } = await view(delivery, key);
    expect(headers).toMatchObject({
      'cache-control': expect.stringContaining(caching),
      'content-security-policy': expect.stringContaining(security),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': expect.stringContaining('includeSubDomains'),
    });
  });

  it.each(files)('keeps the marks of %s to itself', async (key) => {
    expect((await view(delivery, key)).headers).not.toHaveProperty('x-amz-meta-keepsake-order');
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('refuses %s', async (method) => {
    expect((await view(delivery, photo, { method })).status).toBe(403);
    expect((await view(delivery, photo)).status).toBe(200);
  });

  it('answers HEAD without a body', async () => {
    const { status, headers, body } = await view(delivery, photo, { method: 'HEAD' });
    expect([status, headers['content-type'], body]).toEqual([200, 'image/jpeg', '']);
  });

  it('sends a part of a file', async () => {
    const { status, body } = await view(delivery, photo, { headers: { range: 'bytes=4-8' } });
    expect([status, body]).toEqual([206, 'bytes']);
  });

  it('tells a page of the shop that it may read the file', async () => {
    const origin = 'https://www.example.com';
    const { headers } = await view(delivery, photo, { headers: { origin } });
    expect(headers['access-control-allow-origin']).toBe(origin);
  });

  it('sends plain HTTP to HTTPS', async () => {
    const headers = { 'x-forwarded-proto': 'http' };
    const { status, headers: answered } = await view(delivery, photo, { headers });
    expect([status, answered.location]).toEqual([301, `https://${delivery.domain}/${photo}`]);
  });

  it('shows the error page for a file that is not there', async () => {
    const { status, headers } = await view(delivery, 'photos/nothing.jpg');
    expect([status, headers['content-type']]).toEqual([403, 'text/html; charset=utf-8']);
  });
});
