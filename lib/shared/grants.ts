import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import {
  attentionIndex,
  batchesIndex,
  bulkResultsPrefix,
  claimedIndex,
  type EnvName,
  idempotencyPrefix,
  jobOwnerIndex,
  orderLinksIndex,
  orderOwnerIndex,
  type Settings,
  temporaryPrefix,
  uploadIndexes,
} from '../../core/contract.ts';
import type { DataStack } from '../stacks/data-stack.ts';

/** A setting of the stage, by its name. */
export type SettingName = keyof Settings;

/**
 * Actions on resources, and the environment that names those resources: a function gets both or
 * neither.
 */
export type Grant = {
  env: Partial<Record<EnvName, string>>;
  allow: readonly {
    actions: string[];
    resources: string[];
    conditions?: Record<string, Record<string, unknown>>;
  }[];
  /** What it is told of the stage's settings. */
  settings?: readonly SettingName[];
};

/** All of them together. */
export const mergeGrants = (grants: readonly Grant[]): Required<Grant> => ({
  env: Object.assign({}, ...grants.map(({ env }) => env)),
  allow: grants.flatMap(({ allow }) => allow),
  settings: [...new Set(grants.flatMap(({ settings = [] }) => settings))].sort(),
});

const allow = (actions: string[], ...resources: string[]) => ({ actions, resources });

/** May know how its stage is configured, in these settings. */
export const readSettings = (...settings: SettingName[]): Grant => ({
  env: {},
  allow: [],
  settings,
});

const leadingKeys = (pattern: string) => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [pattern] },
});

/** What may be done with the tables, by the few shapes of access the functions have. */
export const tableGrants = ({
  uploads,
  orders,
  sessions,
  stats,
  quotas,
  erasures,
  jobs,
  links,
  batches,
}: DataStack) => {
  const on = (
    name: EnvName,
    table: { tableName: string; tableArn: string },
    path: string,
    ...verbs: string[]
  ): Grant => ({
    env: { [name]: table.tableName },
    allow: [
      allow(
        verbs.map((verb) => `dynamodb:${verb}`),
        `${table.tableArn}${path}`,
      ),
    ],
  });
  return {
    uploads: (...verbs: string[]) => on('UPLOADS_TABLE', uploads, '', ...verbs),
    orders: (...verbs: string[]) => on('ORDERS_TABLE', orders, '', ...verbs),
    attention: on('ORDERS_TABLE', orders, `/index/${attentionIndex.name}`, 'Query'),
    sessions: (...verbs: string[]) => on('SESSIONS_TABLE', sessions, '', ...verbs),
    links: (...verbs: string[]) => on('LINKS_TABLE', links, '', ...verbs),
    batches: (...verbs: string[]) => on('BATCHES_TABLE', batches, '', ...verbs),
    batchesByCreation: on('BATCHES_TABLE', batches, `/index/${batchesIndex.name}`, 'Query'),
    linksOfOrders: on('LINKS_TABLE', links, `/index/${orderLinksIndex.name}`, 'Query'),
    expiringUploads: on('UPLOADS_TABLE', uploads, `/index/${uploadIndexes.expiry.name}`, 'Query'),
    uploadsByStatus: on('UPLOADS_TABLE', uploads, `/index/${uploadIndexes.status.name}`, 'Query'),
    uploadsOfOwners: on('UPLOADS_TABLE', uploads, `/index/${uploadIndexes.owner.name}`, 'Query'),
    uploadLists: Object.values(uploadIndexes).map(({ name }) =>
      on('UPLOADS_TABLE', uploads, `/index/${name}`, 'Query'),
    ),
    ordersOfOwners: on('ORDERS_TABLE', orders, `/index/${orderOwnerIndex.name}`, 'Query'),
    jobsOfOwners: on('JOBS_TABLE', jobs, `/index/${jobOwnerIndex.name}`, 'Query'),
    jobAttention: on('JOBS_TABLE', jobs, `/index/${attentionIndex.name}`, 'Query'),
    claimedSessions: on('SESSIONS_TABLE', sessions, `/index/${claimedIndex.name}`, 'Query'),
    jobs: (...verbs: string[]) => on('JOBS_TABLE', jobs, '', ...verbs),
    stats: (...verbs: string[]) => on('STATS_TABLE', stats, '', ...verbs),
    quotas: on('QUOTAS_TABLE', quotas, '', 'UpdateItem'),
    // The counters in the same table are out of its reach.
    answerOnce: {
      env: { QUOTAS_TABLE: quotas.tableName },
      allow: [
        {
          ...allow(['dynamodb:PutItem'], quotas.tableArn),
          conditions: leadingKeys(`${idempotencyPrefix}*`),
        },
      ],
    },
    erasures: (...verbs: string[]) => on('ERASURES_TABLE', erasures, '', ...verbs),
  };
};

const read = ['s3:GetObject', 's3:GetObjectVersion'];
/**
 * Without them S3 answers 403 for an object, or for one of its versions, that is not there; with
 * them 404.
 */
export const noticeAbsence = ['s3:ListBucket', 's3:ListBucketVersions'];
const multipart = ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];

/** What may be done with the buckets. */
export const bucketGrants = ({ uploadsBucket, filesBucket }: DataStack) => {
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
export const removeUploads = (data: DataStack): Grant => {
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

/** What Lambda needs to feed a function from a table's stream. */
export const consumeStream = (streamArn: string): Grant => ({
  env: {},
  allow: [
    allow(
      [
        'dynamodb:DescribeStream',
        'dynamodb:GetRecords',
        'dynamodb:GetShardIterator',
        'dynamodb:ListStreams',
      ],
      streamArn,
    ),
  ],
});

/** May put events on the bus. */
export const publishEvents = (bus: { eventBusName: string; eventBusArn: string }): Grant => ({
  env: { EVENT_BUS_NAME: bus.eventBusName },
  allow: [allow(['events:PutEvents'], bus.eventBusArn)],
});

/** May tell the operators. */
export const raiseAlerts = (topic: { topicArn: string }): Grant => ({
  env: { ALERT_TOPIC_ARN: topic.topicArn },
  allow: [allow(['sns:Publish'], topic.topicArn)],
});

/** May start the saga. */
export const startMigrations = (machine: { stateMachineArn: string }): Grant => ({
  env: { ORDER_STATE_MACHINE_ARN: machine.stateMachineArn },
  allow: [allow(['states:StartExecution'], machine.stateMachineArn)],
});

/** May start work on batches, and ask whether it still goes on. */
export const startBulkRuns = (bulk: {
  machine: { stateMachineArn: string };
  executionsArn: string;
}): Grant => ({
  env: { BULK_STATE_MACHINE_ARN: bulk.machine.stateMachineArn },
  allow: [
    allow(['states:StartExecution'], bulk.machine.stateMachineArn),
    allow(['states:DescribeExecution'], bulk.executionsArn),
  ],
});

/** May ask whether an execution of the saga still runs. */
export const observeMigrations = (executionsArn: string): Grant => ({
  env: {},
  allow: [allow(['states:DescribeExecution'], executionsArn)],
});

/**
 * May sign delivery URLs with this key and no other. Secrets Manager ends a secret's ARN with six
 * characters of its own.
 */
export const signDelivery = (scope: IConstruct, secretName: string): Grant => {
  const secret = Stack.of(scope).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: `${secretName}-??????`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return {
    env: { DELIVERY_KEY_SECRET: secretName },
    allow: [allow(['secretsmanager:GetSecretValue'], secret)],
  };
};

/** May ask the worker behind the queue to read a file. */
export const requestChecks = (queue: { queueUrl: string; queueArn: string }): Grant => ({
  env: { ARRIVALS_QUEUE_URL: queue.queueUrl },
  allow: [allow(['sqs:SendMessage'], queue.queueArn)],
});

/** What Lambda needs to feed a function from a queue. */
export const consumeQueue = (queue: { queueArn: string }): Grant => ({
  env: {},
  allow: [
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], queue.queueArn),
  ],
});
