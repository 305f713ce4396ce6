import { createHash, randomBytes } from 'node:crypto';
import { S3UploadSigner } from '../../../adapters/uploads/s3-upload-signer.ts';
import { temporaryPrefix } from '../../../core/contract.ts';
import { type Check, expectEqual } from '../check.ts';
import { announceFile, type Presigned, put } from '../samples/presigned-upload.ts';
import type { DeployedStage } from '../stage/deployed-stage.ts';
import { versionsBelow } from '../stage/stored-objects.ts';

/** A change of an upload that was announced and signed correctly. */
type Tampering = (upload: Presigned, stage: DeployedStage) => Promise<Presigned> | Presigned;

const remedy =
  'do not go live: lambdas/uploads/create-upload-route.ts signs less than it should, see ' +
  'adapters/uploads/s3-upload-signer.ts';

const refused = (
  what: string,
  statuses: readonly number[],
  tamper: Tampering,
  more: Partial<Check> = {},
): Check => ({
  name: `S3 refuses ${what}`,
  remedy,
  ...more,
  async run(stage) {
    const upload = await announceFile(stage);
    const status = await put(await tamper(upload, stage));
    expectEqual('the answer', statuses.includes(status) ? statuses[0] : status, statuses[0]);
    expectEqual(
      'the number of objects that arrived all the same',
      (await versionsBelow(stage.s3, stage.uploadsBucket, upload.key)).length,
      0,
    );
    return `${status}`;
  },
});

const withHeaders = (upload: Presigned, headers: Record<string, string>): Presigned => ({
  ...upload,
  headers: { ...upload.headers, ...headers },
});

const withOtherBytes: Tampering = (upload) => ({
  ...upload,
  bytes: randomBytes(upload.bytes.length),
});

const withOwnChecksum: Tampering = (upload) => {
  const bytes = randomBytes(upload.bytes.length);
  return withHeaders(
    { ...upload, bytes },
    { 'x-amz-checksum-sha256': createHash('sha256').update(bytes).digest('base64') },
  );
};

// As the product signs them, but an hour ago and for a minute; with the operator's credentials,
// which are as good as the function's.
const signExpired: Tampering = async (upload, { operator, uploadsBucket: bucket }) => {
  const clock = { now: () => new Date(Date.now() - 3_600_000) };
  const signer = new S3UploadSigner({ ...operator, clock });
  const sha256 = createHash('sha256').update(upload.bytes).digest('base64');
  const { contentType, key, bytes } = upload;
  return {
    ...upload,
    ...(await signer.presign({
      bucket,
      key,
      contentType,
      sha256,
      sizeBytes: bytes.length,
      seconds: 60,
    })),
  };
};

const takenOnce: Check = {
  name: 'S3 takes the announced bytes, once',
  remedy,
  async run(stage) {
    const upload = await announceFile(stage);
    expectEqual('the answer to the first PUT', await put(upload), 200);
    expectEqual('the answer to the second PUT', await put(upload), 412);
    expectEqual(
      'the number of versions',
      (await versionsBelow(stage.s3, stage.uploadsBucket, upload.key)).length,
      1,
    );
    return '200, then 412';
  },
};

/** A presigned URL is good for the announced bytes, once, and nothing else. */
export const presignedPutChecks: readonly Check[] = [
  takenOnce,
  refused('other bytes of the announced length', [400], withOtherBytes),
  refused('other bytes that bring their own checksum', [403], withOwnChecksum),
  refused('one byte more than announced', [403], (upload) => ({
    ...upload,
    bytes: Buffer.concat([upload.bytes, Buffer.from('!')]),
  })),
  refused('another content type', [403], (upload) =>
    withHeaders(upload, { 'content-type': 'text/html' }),
  ),
  refused('another key', [403], (upload) => ({
    ...upload,
    url: upload.url.replace(temporaryPrefix, `${temporaryPrefix}x`),
  })),
  refused('an expired URL', [403], signExpired),
  refused(
    'a URL without its signature',
    [403],
    (upload) => ({ ...upload, url: upload.url.replace(/\?.*/, '') }),
    {
      onlyAws: 'it has no IAM, anybody may write',
    },
  ),
];
