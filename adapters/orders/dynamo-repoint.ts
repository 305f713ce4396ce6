import type { PermanentLocation } from '../../core/uploads/model/upload.ts';
import { shardedKey } from '../dynamo/sharded-keys.ts';

/**
 * The part of a commit that points one upload at its permanent bytes; without `ttl` the record
 * stays for good, and nothing lists it as expiring; the `etag` was the temporary object's, and a
 * `removal` meant its bytes. A file that was quarantined meanwhile is not committed.
 */
export const repoint = (
  table: string,
  { uploadId, bucket, key, versionId }: PermanentLocation,
  updatedAt: string,
) => ({
  Update: {
    TableName: table,
    Key: { uploadId },
    ConditionExpression: 'attribute_exists(uploadId) AND #status <> :quarantined',
    UpdateExpression:
      'SET #status = :permanent, #bucket = :bucket, #key = :key, #versionId = :versionId, ' +
      '#updatedAt = :updatedAt, statusShard = :statusShard REMOVE #ttl, #etag, removal, ' +
      'expiryShard, expiryPosition ADD #revision :one',
    ExpressionAttributeNames: {
      '#status': 'status',
      '#bucket': 'bucket',
      '#key': 'key',
      '#versionId': 'versionId',
      '#updatedAt': 'updatedAt',
      '#ttl': 'ttl',
      '#etag': 'etag',
      '#revision': 'revision',
    },
    ExpressionAttributeValues: {
      ':permanent': 'permanent',
      ':quarantined': 'quarantined',
      ':bucket': bucket,
      ':key': key,
      ':versionId': versionId,
      ':updatedAt': updatedAt,
      ':statusShard': shardedKey('permanent', uploadId),
      ':one': 1,
    },
  },
});
