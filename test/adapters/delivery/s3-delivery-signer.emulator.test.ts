import { setTimeout as pause } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import { S3DeliverySigner } from '../../../adapters/delivery/s3-delivery-signer.ts';
import type { Deliverable } from '../../../core/delivery/ports.ts';
import { disposition } from '../../../core/storage/model/disposition.ts';
import { local, s3 } from '../../contracts/shared/emulator.ts';
import { freshId } from '../../contracts/shared/samples.ts';
import { aDeliverable } from './sample-deliverable.ts';

const key = `temp/${freshId('download')}/it's (1)`;
const fileName = 'Grüße "an" alle; \r\nx.jpg';

const put = async (body: string): Promise<string> => {
  const object = {
    Bucket: local.uploadsBucket,
    Key: key,
    Body: body,
    ContentType: 'text/html',
    ContentDisposition: 'inline',
  };
  const { VersionId = '' } = await s3.send(new PutObjectCommand(object));
  return VersionId;
};

const signUntil = async (file: Deliverable, expiresAt: number): Promise<URL> => {
  const credentials = async () => ({ accessKeyId: 'test', secretAccessKey: 'test' });
  const signer = new S3DeliverySigner({
    region: local.region,
    credentials,
    clock: new SystemClock(),
    endpoint: local.endpoint,
  });
  return new URL((await signer.sign(file, new Date(expiresAt))).url);
};

let file: Deliverable;

beforeAll(async () => {
  const contentType = 'image/jpeg';
  const versionId = await put('first');
  file = aDeliverable({
    bucket: local.uploadsBucket,
    key,
    versionId,
    contentType,
    disposition: disposition({ fileName, contentType }),
  });
  await put('second');
});

describe('a signed download', () => {
  it('serves the pinned version, not the newest', async () => {
    const answer = await fetch(await signUntil(file, Date.now() + 60_000));
    expect([answer.status, await answer.text()]).toEqual([200, 'first']);
  });

  // The emulator ignores them once a version is named (docs/emulator.md).
  // s3-delivery-signer.test.ts asserts the request to S3.
  it('is served with the type and disposition of the registry, not the object’s own', async () => {
    const { status, headers } = await fetch(
      await signUntil({ ...file, versionId: '' }, Date.now() + 60_000),
    );
    const served = {
      status,
      type: headers.get('content-type'),
      disposition: headers.get('content-disposition'),
    };
    expect(served).toEqual({ status: 200, type: file.contentType, disposition: file.disposition });
  });

  it.each([
    'X-Amz-Signature',
    'response-content-type',
    'response-content-disposition',
    'versionId',
  ])('is refused with another %s', async (name) => {
    const url = await signUntil(file, Date.now() + 60_000);
    url.searchParams.set(name, '0'.repeat(64));
    expect((await fetch(url)).status).toBe(403);
  });

  it('is refused once it has expired', async () => {
    const url = await signUntil(file, Date.now() + 1500);
    await pause(3000);
    expect((await fetch(url)).status).toBe(403);
  });
});
