import { CopyObjectCommand } from '@aws-sdk/client-s3';
import { copySource } from '../../../adapters/storage/s3-copy-source.ts';
import { type Check, expectEqual } from '../check.ts';
import { paidOrderOf } from '../samples/paid-order.ts';
import { statusOf } from '../stage/http-status.ts';

/** The condition that every copy of the product relies on. */
export const neverOverwrittenCheck: Check = {
  name: 'CopyObject with If-None-Match onto a key that exists answers 412',
  remedy:
    'this region lacks conditional copies: choose another, or a late retry may add a second ' +
    'version',
  onlyAws: 'it ignores the condition',
  async run(stage) {
    const { kept, uploads } = await paidOrderOf(stage);
    const [file] = kept.files;
    const source = uploads.get(file?.role ?? '');
    const from = {
      bucket: stage.uploadsBucket,
      key: source?.key ?? '',
      versionId: source?.versionId ?? '',
    };
    const command = new CopyObjectCommand({
      Bucket: stage.filesBucket,
      Key: file?.permanentKey,
      CopySource: copySource(from),
      IfNoneMatch: '*',
    });
    expectEqual('the answer', await stage.s3.send(command).then(() => 200, statusOf), 412);
    return '412';
  },
};
