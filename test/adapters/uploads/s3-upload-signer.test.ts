import { describe, expect, it } from '@jest/globals';
import type { Credentials } from '../../../adapters/aws/aws-credentials.ts';
import { S3UploadSigner } from '../../../adapters/uploads/s3-upload-signer.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { presigned, serverSignature } from '../aws/server-signature.ts';

const owner: Credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: 'to+k/en==',
};

const request = {
  bucket: 'uploads',
  key: "temp/a b/it's(1)",
  contentType: 'image/jpeg',
  sizeBytes: 1234,
  sha256: 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=',
  seconds: 900,
};

const makeSigner = (endpoint?: string, credentials = owner, isAccelerated = false) =>
  new S3UploadSigner({
    isAccelerated,
    region: 'eu-central-1',
    credentials: async () => credentials,
    clock: new FixedClock('2030-01-02T03:04:05Z'),
    endpoint,
  });

/** The signature as S3 computes it. */
const signatureOf = (url: URL, headers: Record<string, string>): string =>
  serverSignature(owner.secretAccessKey, { method: 'PUT', headers, ...presigned(url) });

/** The request of a client that follows the answer. */
const received = (url: URL, headers: Record<string, string>) => ({
  ...headers,
  host: url.host,
  'content-length': '1234',
});

describe('presigning an upload', () => {
  it('signs what S3 computes from the request the client sends', async () => {
    const { url, headers } = await makeSigner().presign(request);
    const parsed = new URL(url);
    expect(parsed.searchParams.get('X-Amz-Signature')).toBe(
      signatureOf(parsed, received(parsed, headers)),
    );
  });

  it.each(['content-length', 'content-type', 'host', 'if-none-match', 'x-amz-checksum-sha256'])(
    'is void with another %s',
    async (name) => {
      const { url, headers } = await makeSigner().presign(request);
      const parsed = new URL(url);
      const tampered = { ...received(parsed, headers), [name]: 'other' };
      expect(signatureOf(parsed, tampered)).not.toBe(parsed.searchParams.get('X-Amz-Signature'));
    },
  );

  it('signs exactly the headers that bind the bytes', async () => {
    const { searchParams } = new URL((await makeSigner().presign(request)).url);
    expect(searchParams.get('X-Amz-SignedHeaders')).toBe(
      'content-length;content-type;host;if-none-match;x-amz-checksum-sha256',
    );
  });

  it('leaves the checksum out of the query, where S3 would ignore it', async () => {
    const { url } = await makeSigner().presign(request);
    expect(url.toLowerCase()).not.toContain('checksum-sha256=');
    expect(url.toLowerCase()).not.toContain('crc32');
  });

  it('tells the client which headers to send; the length it sends by itself', async () => {
    const { method, headers } = await makeSigner().presign(request);
    expect({ method, headers }).toEqual({
      method: 'PUT',
      headers: {
        'content-type': 'image/jpeg',
        'x-amz-checksum-sha256': request.sha256,
        'if-none-match': '*',
      },
    });
  });

  it('addresses the bucket as host on AWS', async () => {
    const { url } = await makeSigner().presign(request);
    expect(url.split('?')[0]).toBe(
      'https://uploads.s3.eu-central-1.amazonaws.com/temp/a%20b/it%27s%281%29',
    );
  });

  it('signs for the edge host where the stage accelerates uploads', async () => {
    const { url, headers } = await makeSigner(undefined, owner, true).presign(request);
    const parsed = new URL(url);
    expect(parsed.origin).toBe('https://uploads.s3-accelerate.amazonaws.com');
    expect(parsed.searchParams.get('X-Amz-Signature')).toBe(
      signatureOf(parsed, received(parsed, headers)),
    );
  });

  it('addresses the bucket as path elsewhere', async () => {
    const { url } = await makeSigner('http://127.0.0.1:4566').presign(request);
    expect(url.split('?')[0]).toBe('http://127.0.0.1:4566/uploads/temp/a%20b/it%27s%281%29');
  });

  it('expires after the seconds asked for, counted by the clock', async () => {
    const { searchParams } = new URL((await makeSigner().presign(request)).url);
    expect([searchParams.get('X-Amz-Date'), searchParams.get('X-Amz-Expires')]).toEqual([
      '20300102T030405Z',
      '900',
    ]);
  });

  it('carries the session token of a role, and none for a user', async () => {
    const tokenOf = ({ url }: { url: string }) =>
      new URL(url).searchParams.get('X-Amz-Security-Token');
    const { sessionToken: _, ...user } = owner;
    expect(tokenOf(await makeSigner().presign(request))).toBe('to+k/en==');
    expect(tokenOf(await makeSigner(undefined, user).presign(request))).toBeNull();
  });
});

describe('presigning a part', () => {
  const part = {
    bucket: 'uploads',
    key: 'temp/a',
    multipartId: 'm/1+x',
    partNumber: 7,
    sizeBytes: 1234,
    crc64nvme: 'rosUhgp5mIg=',
    seconds: 900,
  };

  it('signs what S3 computes from the request the client sends', async () => {
    const { url, headers } = await makeSigner().presignPart(part);
    const parsed = new URL(url);
    expect(parsed.searchParams.get('X-Amz-Signature')).toBe(
      signatureOf(parsed, received(parsed, headers)),
    );
  });

  it.each(['content-length', 'host', 'x-amz-checksum-crc64nvme'])(
    'is void with another %s',
    async (name) => {
      const { url, headers } = await makeSigner().presignPart(part);
      const parsed = new URL(url);
      const tampered = { ...received(parsed, headers), [name]: 'other' };
      expect(signatureOf(parsed, tampered)).not.toBe(parsed.searchParams.get('X-Amz-Signature'));
    },
  );

  it('signs the part’s number and the upload it belongs to', async () => {
    const { searchParams } = new URL((await makeSigner().presignPart(part)).url);
    expect([searchParams.get('partNumber'), searchParams.get('uploadId')]).toEqual(['7', 'm/1+x']);
    expect(searchParams.get('X-Amz-SignedHeaders')).toBe(
      'content-length;host;x-amz-checksum-crc64nvme',
    );
  });

  it('leaves the checksum out of the query, where S3 would ignore it', async () => {
    const { url, headers } = await makeSigner().presignPart(part);
    expect(url.toLowerCase()).not.toContain('checksum-crc64nvme=');
    expect(headers).toEqual({ 'x-amz-checksum-crc64nvme': 'rosUhgp5mIg=' });
  });

  it('asks for no checksum where none was given', async () => {
    const { url, headers } = await makeSigner().presignPart({ ...part, crc64nvme: undefined });
    expect(headers).toEqual({});
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host');
  });
});
