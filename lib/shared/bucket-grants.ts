import { bulkResultsPrefix, temporaryPrefix } from '../../core/contract.ts';
import { allow, type Grant, mergeGrants, readSettings } from './grants.ts';
import type { StageData } from './stage-data.ts';
import { tableGrants } from './table-grants.ts';

const read = ['s3:GetObject', 's3:GetObjectVersion'];
/** Without these rights, S3 answers 403 instead of 404 for a missing object or version. */
export const noticeAbsence = ['s3:ListBucket', 's3:ListBucketVersions'];
const multipart = ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];

/** Grants on the buckets. */
export const bucketGrants = ({ uploadsBucket, filesBucket, replica }: StageData) => {
  const inReplica = (objectActions: string[], bucketActions?: string[]): Grant =>
    replicaGrant(replica, objectActions, bucketActions);
  const hideThere = inReplica(['s3:DeleteObject'], ['s3:ListBucketVersions']);
  const removeThere = inReplica(
    ['s3:DeleteObjectVersion', 's3:AbortMultipartUpload'],
    ['s3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
  );
  const revealThere = inReplica(['s3:DeleteObjectVersion'], ['s3:ListBucketVersions']);
  const removeVersionThere = inReplica(['s3:DeleteObjectVersion']);
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
    // A signed URL has its signer's rights: this one may put objects below temp/ and nothing else.
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
    readFiles: {
      env: filesName,
      allow: [allow(read, permanent), allow(noticeAbsence, filesBucket.bucketArn)],
    },
    readReplicas: inReplica(read, noticeAbsence),
    // A signed URL has its signer's rights: this one may read and nothing else.
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
    // Puts a delete marker over an object; without DeleteObjectVersion its versions stay.
    hideFiles: {
      env: { ...filesName, ...hideThere.env },
      allow: [
        ...hideThere.allow,
        allow(['s3:DeleteObject'], permanent),
        allow(['s3:ListBucketVersions'], filesBucket.bucketArn),
      ],
    },
    // A delete marker is removed like a version.
    revealFiles: {
      env: { ...filesName, ...revealThere.env },
      allow: [
        ...revealThere.allow,
        allow(['s3:DeleteObjectVersion'], permanent),
        allow(['s3:ListBucketVersions'], filesBucket.bucketArn),
      ],
    },
    // Removes every version under a key, in either bucket, without the right to read it.
    removeAll: {
      env: { ...uploadsName, ...filesName, ...removeThere.env },
      allow: [
        ...removeThere.allow,
        allow(['s3:DeleteObjectVersion', 's3:AbortMultipartUpload'], temporary, permanent),
        allow(
          ['s3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
          uploadsBucket.bucketArn,
          filesBucket.bucketArn,
        ),
      ],
    },
    removeCopies: {
      env: { ...filesName, ...removeVersionThere.env },
      allow: [
        ...removeVersionThere.allow,
        allow([...read, 's3:DeleteObjectVersion', 's3:AbortMultipartUpload'], permanent),
        allow([...noticeAbsence, 's3:ListBucketMultipartUploads'], filesBucket.bucketArn),
      ],
    },
  } satisfies Record<string, Grant>;
};

/** Rights in the bucket of the second region; none in a stage without one. */
const replicaGrant = (
  replica: StageData['replica'],
  objectActions: string[],
  bucketActions: string[] = [],
): Grant => {
  if (replica === undefined) return { env: {}, allow: [] };
  const { bucketName, bucketArn, region } = replica;
  const onBucket = bucketActions.length > 0 ? [allow(bucketActions, bucketArn)] : [];
  return {
    env: { REPLICA_BUCKET: bucketName, REPLICA_REGION: region },
    allow: [allow(objectActions, `${bucketArn}/*`), ...onBucket],
  };
};

/**
 * Grants to remove an upload: check the orders and jobs that may need it, remove every version,
 * revoke its links, and write the ledger.
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

/** Grants to erase everything that an owner has. */
export const eraseOwners = (data: StageData): Grant => {
  const tables = tableGrants(data);
  return mergeGrants([
    removeUploads(data),
    tables.uploadsOfOwners,
    tables.ordersOfOwners,
    tables.orders('PutItem'),
    tables.jobsOfOwners,
    tables.jobs('GetItem', 'PutItem', 'DeleteItem'),
    tables.linksOfMakers,
    tables.links('DeleteItem'),
    tables.deliveriesOfRecords,
    tables.deliveries('DeleteItem'),
    tables.sessionsOfClaimers,
    tables.sessions('GetItem', 'DeleteItem'),
    ...tables.erasureList,
  ]);
};

/**
 * Grants to compare permanent files with every record of them, and to keep the report. None changes
 * a file or a record of one.
 */
export const compareFiles = (data: StageData): Grant => {
  const tables = tableGrants(data);
  return mergeGrants([
    readSettings('integrity'),
    tables.uploadsByStatus,
    tables.uploads('BatchGetItem'),
    tables.orders('Query'),
    tables.batches('BatchGetItem'),
    tables.integrityRuns,
    bucketGrants(data).readFiles,
    bucketGrants(data).readReplicas,
  ]);
};
