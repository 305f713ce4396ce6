import { describe, expect, it } from '@jest/globals';
import { S3DeliverySigner } from '../../../adapters/delivery/s3-delivery-signer.ts';
import type { Deliverable } from '../../../core/delivery/ports.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { presigned, serverSignature } from '../aws/server-signature.ts';
import { aDeliverable } from './sample-deliverable.ts';

const role = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: 'to+k/en==',
};

const expiresAt = new Date('2030-01-02T03:09:05.000Z');

const sign = async (
  changes: Partial<Deliverable> = {},
  endpoint?: string,
  now = '2030-01-02T03:04:05.000Z',
) => {
  const signer = new S3DeliverySigner({
    region: 'eu-central-1',
    credentials: async () => role,
    clock: new FixedClock(now),
    endpoint,
  });
  const { url, source } = await signer.sign(aDeliverable(changes), expiresAt);
  return { url: new URL(url), source };
};

const signatureOf = (url: URL): string =>
  serverSignature(role.secretAccessKey, {
    method: 'GET',
    headers: { host: url.host },
    ...presigned(url),
  });

describe('signing a download from S3', () => {
  it('signs what S3 computes from the request a browser sends', async () => {
    const { url, source } = await sign();
    expect(presigned(url)).toMatchObject({
      signature: signatureOf(url),
      signedHeaders: 'host',
      scope: '20300102/eu-central-1/s3/aws4_request',
    });
    expect(source).toBe('s3');
  });

  it('pins the version, and serves it with the type and disposition of the registry', async () => {
    const { searchParams } = (await sign()).url;
    const { versionId, contentType, disposition } = aDeliverable();
    const pinned = ['versionId', 'response-content-type', 'response-content-disposition'].map(
      (name) => searchParams.get(name),
    );
    expect(pinned).toEqual([versionId, contentType, disposition]);
  });

  it.each(['versionId', 'response-content-type', 'response-content-disposition', 'X-Amz-Expires'])(
    'is void with another %s, and without one',
    async (name) => {
      const { url } = await sign();
      const { signature } = presigned(url);
      const [other, none] = [new URL(url), new URL(url)];
      other.searchParams.set(name, 'text/html');
      none.searchParams.delete(name);
      expect([signatureOf(other), signatureOf(none)]).not.toContain(signature);
    },
  );

  it('escapes as it signs: nothing in a value can begin another one', async () => {
    const { url } = await sign({
      disposition: "attachment; filename*=UTF-8''a&versionId=v0#'(!)*",
    });
    expect(url.search).not.toMatch(/['()*!]/);
    expect(url.searchParams.getAll('versionId')).toEqual(['v1']);
    expect(presigned(url).signature).toBe(signatureOf(url));
  });

  it('expires no later than it should, whole seconds counted by the clock', async () => {
    expect((await sign()).url.searchParams.get('X-Amz-Expires')).toBe('300');
    expect(
      (await sign({}, undefined, '2030-01-02T03:04:05.999Z')).url.searchParams.get('X-Amz-Expires'),
    ).toBe('299');
  });

  it('addresses the bucket as host on AWS and as path elsewhere', async () => {
    const key = "temp/a b/it's(1)";
    expect((await sign({ key })).url.href.split('?')[0]).toBe(
      'https://files.s3.eu-central-1.amazonaws.com/temp/a%20b/it%27s%281%29',
    );
    expect((await sign({ key }, 'http://127.0.0.1:4566')).url.href.split('?')[0]).toBe(
      'http://127.0.0.1:4566/files/temp/a%20b/it%27s%281%29',
    );
  });
});
