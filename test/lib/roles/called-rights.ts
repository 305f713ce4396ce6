import { idempotencyPrefix, webhookPrefix } from '../../../core/contract.ts';
import type { SeenCall } from '../../../tools/local/emulator/https-front.ts';

/**
 * A right that a call needs: `action resource`, then the condition keys that policies ask for, e.g.
 * `events:PutEvents bus events:source=keepsake.jobs`. Resources are as the call names them.
 */
export type CalledRight = string;

type Json = Record<string, never>;

const named = (action: string, resource: string, keys: Record<string, string> = {}): CalledRight =>
  [action, resource, ...Object.entries(keys).map(([key, value]) => `${key}=${value}`)].join(' ');

/** Kinds of counters that a policy may name. A counter of an owner has none. */
const kinds = [idempotencyPrefix, webhookPrefix, 'ip#'];

/** Policies look at the keys of counters only, and at their kind. */
const leadingKey = (item?: Json): Record<string, string> => {
  const { counter, scope } = (item ?? {}) as { counter?: { S: string }; scope?: object };
  // The statistics have scopes, and counters within them.
  if (counter === undefined || scope !== undefined) return {};
  const prefix = kinds.find((kind) => counter.S.startsWith(kind)) ?? '';
  return { 'dynamodb:LeadingKeys': `${prefix}*` };
};

const transacted = {
  Put: 'Put',
  Update: 'Update',
  Delete: 'Delete',
  ConditionCheck: 'ConditionCheck',
};

/** Each item of a transaction needs the right to the single action on its table. */
const transactionRights = (items: readonly Json[]): CalledRight[] =>
  items.flatMap((item) =>
    Object.entries(transacted).flatMap(([member, verb]) => {
      const { TableName, Item, Key } = item[member] ?? ({} as Json);
      return TableName ? [named(`dynamodb:${verb}Item`, TableName, leadingKey(Item ?? Key))] : [];
    }),
  );

const dynamoRights = (operation: string, input: Json): CalledRight[] => {
  const { TransactItems, RequestItems, TableName, IndexName, Item, Key } = input;
  if (TransactItems) return transactionRights(TransactItems);
  if (RequestItems)
    return Object.keys(RequestItems).map((table) => named(`dynamodb:${operation}`, table));
  const resource = IndexName ? `${TableName}/index/${IndexName}` : `${TableName}`;
  return [named(`dynamodb:${operation}`, resource, leadingKey(Item ?? Key))];
};

const eventRights = ({ Entries }: { Entries: Record<string, string>[] }): CalledRight[] =>
  Entries.map(({ EventBusName = '', Source = '', DetailType = '' }) =>
    named('events:PutEvents', EventBusName, {
      'events:source': Source,
      'events:detail-type': DetailType,
    }),
  );

/** A list by prefix is a call on every alarm; metrics have no resource. */
const watchRight = (operation: string): CalledRight =>
  named(`cloudwatch:${operation}`, operation === 'DescribeAlarms' ? 'alarm:*' : '*');

/** Services that take one resource per call. */
const jsonServices: Record<string, string> = {
  AmazonSQS: 'sqs',
  AWSStepFunctions: 'states',
  secretsmanager: 'secretsmanager',
};

const jsonRights = (target: string, input: Json): CalledRight[] => {
  const [service = '', operation = ''] = target.split('.');
  if (service.startsWith('DynamoDB_')) return dynamoRights(operation, input);
  if (service === 'AWSEvents') return eventRights(input as never);
  if (service.startsWith('GraniteService')) return [watchRight(operation)];
  const { QueueUrl, stateMachineArn, executionArn, SecretId } = input;
  const resource = QueueUrl ?? stateMachineArn ?? executionArn ?? SecretId;
  return [named(`${jsonServices[service] ?? service}:${operation}`, `${resource}`)];
};

const objectRight = (method: string, query: URLSearchParams): string => {
  const version = query.has('versionId') ? 'Version' : '';
  if (query.has('uploadId') && method === 'GET') return 's3:ListMultipartUploadParts';
  if (query.has('uploadId') && method === 'DELETE') return 's3:AbortMultipartUpload';
  if (method === 'GET' || method === 'HEAD') return `s3:GetObject${version}`;
  if (method === 'DELETE') return `s3:DeleteObject${version}`;
  return 's3:PutObject';
};

const bucketRight = (query: URLSearchParams): string => {
  if (query.has('versions')) return 's3:ListBucketVersions';
  return query.has('uploads') ? 's3:ListBucketMultipartUploads' : 's3:ListBucket';
};

/** S3 answers 404 only to a caller that may list: otherwise a missing object is a 403. */
const absenceRight = (bucket: string, status: number, query: URLSearchParams): CalledRight[] =>
  status === 404 && !query.has('uploadId')
    ? [named(query.has('versionId') ? 's3:ListBucketVersions' : 's3:ListBucket', bucket)]
    : [];

const copySourceRights = (source: string | string[] | undefined): CalledRight[] => {
  if (source === undefined) return [];
  const [path = '', version] = decodeURIComponent(`${source}`).replace(/^\//, '').split('?');
  return [named(version ? 's3:GetObjectVersion' : 's3:GetObject', objectPattern(path))];
};

/** Keys are made at run time. Policies look at no more than these first segments. */
const objectPattern = (path: string): string => {
  const [bucket, first] = path.split('/');
  return /^(temp|bulk-results)$/.test(first ?? '') ? `${bucket}/${first}/*` : `${bucket}/*`;
};

const storageRights = ({ method, url, headers, status }: SeenCall): CalledRight[] => {
  const { pathname, searchParams: query } = new URL(url, 'http://emulator');
  const path = decodeURIComponent(pathname).slice(1);
  const [bucket = '', key] = path.split('/');
  if (!key) return [named(bucketRight(query), bucket)];
  const reading = method === 'GET' || method === 'HEAD';
  return [
    named(objectRight(method, query), objectPattern(path)),
    ...copySourceRights(headers['x-amz-copy-source']),
    ...(reading ? absenceRight(bucket, status, query) : []),
  ];
};

const formRights = (body: string): CalledRight[] => {
  const form = new URLSearchParams(body);
  return [named(`sns:${form.get('Action')}`, `${form.get('TopicArn')}`)];
};

/** The rights that a call needs, as the service authorization reference lists them. */
export const calledRights = (call: SeenCall): CalledRight[] => {
  const { headers, body } = call;
  const target = headers['x-amz-target'];
  if (target !== undefined) return jsonRights(`${target}`, JSON.parse(body));
  if (/x-www-form-urlencoded/.test(headers['content-type'] ?? '')) return formRights(body);
  return storageRights(call);
};
