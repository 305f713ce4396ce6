import { CopyObjectCommand } from '@aws-sdk/client-s3';
import { copySource } from '../../../adapters/storage/s3-copy-source.ts';
import { type Check, expectEqual, expectFound } from '../check.ts';
import { keptOf, paidOrderOf, sourceOf } from '../samples/paid-order.ts';
import { statusOf } from '../stage/http-status.ts';

/** The condition that every copy of the product relies on. */
export const neverOverwrittenCheck: Check = {
  name: 'CopyObject with If-None-Match onto a key that exists answers 412',
  remedy:
    'this region lacks conditional copies: choose another, or a late retry may add a second ' +
    'version',
  onlyAws: 'it ignores the condition',
  async run(stage) {
    const order = await paidOrderOf(stage);
    const file = expectFound('a file of the order', order.kept.files[0]);
    const from = { bucket: stage.uploadsBucket, ...sourceOf(order, file.role) };
    const command = new CopyObjectCommand({
      Bucket: stage.filesBucket,
      Key: keptOf(file).key,
      CopySource: copySource(from),
      IfNoneMatch: '*',
    });
    expectEqual('the answer', await stage.s3.send(command).then(() => 200, statusOf), 412);
    return '412';
  },
};
