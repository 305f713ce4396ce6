import { bulkResultsPrefix, temporaryPrefix } from '../../core/contract.ts';
import { allow, type Grant, mergeGrants, readSettings } from './grants.ts';
import type { StageData } from './stage-data.ts';
import { tableGrants } from './table-grants.ts';

const read = ['s3:GetObject', 's3:GetObjectVersion'];
/**
 * Without them S3 answers 403 for an object, or for one of its versions, that is not there; with
 * them 404.
 */
export const noticeAbsence = ['s3:ListBucket', 's3:ListBucketVersions'];
const multipart = ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];

/** What may be done with the buckets. */
export const bucketGrants = ({ uploadsBucket, filesBucket }: StageData) => {
  const temporary = uploadsBucket.arnForObjects(`${temporaryPrefix}*`);
  const permanent = filesBucket.arnForObjects('*');
  // Where an upload lies is written in its record; only the one who signs must know it beforehand.
  const uploadsName = { UPLOADS_BUCKET: uploadsBucket.bucketName };
  const filesName = { FILES_BUCKET: filesBucket.bucketName };
  // A file that is kept already may be ordered again: then the permanent bucket is the source.
  const readBoth = [
    allow(read, temporary, permanent),
    allow(noticeAbsence, uploadsBucket.bucketArn, filesBucket.bucketArn),
  ];
  return {
    nameFiles: { env: filesName, allow: [] },
    receiveUploads: { env: uploadsName, allow: [allow(['s3:PutObject'], temporary)] },
    // What is signed with these credentials may do what they may: put objects below temp/, nothing
    // else.
    signParts: { env: {}, allow: [allow(['s3:PutObject'], temporary)] },
    receiveParts: { env: {}, allow: [allow(['s3:PutObject', ...multipart], temporary)] },
    dropParts: { env: {}, allow: [allow(['s3:AbortMultipartUpload'], temporary)] },
    listParts: { env: {}, allow: [allow(['s3:ListMultipartUploadParts'], temporary)] },
    discardUploads: { env: {}, allow: [allow(['s3:DeleteObjectVersion'], temporary)] },
    inspectUploads: {
      env: {},
      allow: [allow(read, temporary), allow(noticeAbsence, uploadsBucket.bucketArn)],
    },
    sampleUploads: { env: uploadsName, allow: [allow(['s3:ListBucket'], uploadsBucket.bucketArn)] },
    compareCopies: { env: filesName, allow: readBoth },
    // What is signed with these credentials may do what they may: read, nothing else.
    serveFiles: { env: {}, allow: readBoth },
    readBulkResults: {
      env: {},
      allow: [allow(['s3:GetObject'], uploadsBucket.arnForObjects(`${bulkResultsPrefix}*`))],
    },
    copyFiles: {
      env: filesName,
      allow: [
        ...readBoth,
        allow(['s3:PutObject', ...multipart], permanent),
        allow(['s3:ListBucketMultipartUploads'], filesBucket.bucketArn),
      ],
    },
    // In one request each, from legacy buckets: no parts, no uploads of customers.
    copyObjects: {
      env: filesName,
      allow: [
        allow([...read, 's3:PutObject'], permanent),
        allow(noticeAbsence, filesBucket.bucketArn),
      ],
    },
    // Whatever lies under a key, in either bucket; what is in it is nobody's business here.
    removeAll: {
      env: { ...uploadsName, ...filesName },
      allow: [
        allow(['s3:DeleteObjectVersion', 's3:AbortMultipartUpload'], temporary, permanent),
        allow(
          ['s3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
          uploadsBucket.bucketArn,
          filesBucket.bucketArn,
        ),
      ],
    },
    removeCopies: {
      env: filesName,
      allow: [
        allow([...read, 's3:DeleteObjectVersion', 's3:AbortMultipartUpload'], permanent),
        allow([...noticeAbsence, 's3:ListBucketMultipartUploads'], filesBucket.bucketArn),
      ],
    },
  } satisfies Record<string, Grant>;
};

/**
 * May take an upload's bytes away: ask whoever may need them, remove every version, revoke its
 * links, note it in the ledger.
 */
export const removeUploads = (data: StageData): Grant => {
  const tables = tableGrants(data);
  return mergeGrants([
    readSettings('categories'),
    tables.uploads('GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem'),
    tables.orders('Query'),
    tables.jobs('BatchGetItem'),
    tables.links('BatchGetItem', 'PutItem'),
    tables.linksOfOrders,
    tables.erasures('GetItem', 'PutItem'),
    bucketGrants(data).removeAll,
  ]);
};
