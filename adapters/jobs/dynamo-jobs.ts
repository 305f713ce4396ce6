import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { AlreadyExists, StaleRecord } from '../../core/errors.ts';
import {
  isWantedJob,
  type Job,
  type JobQuery,
  jobNeedsAttention,
  jobPosition,
  jobSchema,
  jobStatuses,
} from '../../core/jobs/model/job.ts';
import type { Jobs } from '../../core/jobs/ports.ts';
import type { RecordErasure } from '../../core/retention/model/erasure.ts';
import type { Stretch } from '../../core/shared/model/stretch.ts';
import { complete } from '../../core/shared/unreadable.ts';
import { attentionIndex, jobOwnerIndex, jobStatusIndex } from '../../core/table-indexes.ts';
import { asking, translated } from '../aws/aws-errors.ts';
import { requiredId } from '../aws/required-id.ts';
import { readAttention } from '../dynamo/attention.ts';
import { batchGet } from '../dynamo/batch-get.ts';
import { newWriteId, putIf } from '../dynamo/conditional-put.ts';
import { putEntry } from '../dynamo/ledger-entry.ts';
import type { PositionRange } from '../dynamo/positions.ts';
import { readNewest } from '../dynamo/read-newest.ts';
import { retryContended } from '../dynamo/retry-contended.ts';
import { shardedKey, shardedKeys } from '../dynamo/sharded-keys.ts';
import { readAllStored, readStored, type StoredKind, separated } from '../dynamo/stored-records.ts';
import { transact } from '../dynamo/transaction.ts';

const storedJob: StoredKind<Job> = {
  kind: 'job',
  idOf: ({ jobId }) => jobId,
  parse: (item) => jobSchema.parse(item),
};

/** Jobs in a DynamoDB table keyed by `jobId`. */
export class DynamoJobs implements Jobs {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #erasures: string | undefined;

  /** `erasures`: the ledger's table, which `erase` alone needs. */
  constructor(client: DynamoDBDocumentClient, table: string, erasures?: string) {
    this.#client = client;
    this.#table = table;
    this.#erasures = erasures;
  }

  async create(job: Job): Promise<void> {
    const put = {
      TableName: this.#table,
      Item: toJobItem(job),
      ConditionExpression: 'attribute_not_exists(jobId)',
    };
    const written = await asking(`create job ${job.jobId}`, () => putIf(this.#client, put));
    if (!written)
      throw new AlreadyExists(`Job ${job.jobId} exists already.`, {
        context: { jobId: job.jobId },
      });
  }

  async find(jobId: string): Promise<Job | undefined> {
    const command = new GetCommand({
      TableName: this.#table,
      Key: { jobId },
      ConsistentRead: true,
    });
    const { Item } = await asking(`find job ${jobId}`, () => this.#client.send(command));
    return Item && readStored(storedJob, Item);
  }

  async findMany(jobIds: readonly string[]): Promise<Job[]> {
    const keys = [...new Set(jobIds)].map((jobId) => ({ jobId }));
    const items = await asking(`find ${keys.length} jobs`, () =>
      batchGet(this.#client, { table: this.#table, keys }),
    );
    return readAllStored(storedJob, items);
  }

  async save(job: Job): Promise<Job> {
    const next = { ...job, revision: job.revision + 1 };
    const put = {
      TableName: this.#table,
      Item: toJobItem(next),
      ConditionExpression: 'revision = :revision',
      ExpressionAttributeValues: { ':revision': job.revision },
    };
    const written = await asking(`save job ${job.jobId}`, () => putIf(this.#client, put));
    if (!written) throw stale(job);
    return next;
  }

  async erase(job: Job, entry: RecordErasure): Promise<void> {
    const { jobId, revision } = job;
    const writeId = newWriteId();
    const removal = {
      TableName: this.#table,
      Key: { jobId },
      ConditionExpression: 'revision = :revision',
      ExpressionAttributeValues: { ':revision': revision },
    };
    const items = [putEntry(this.#erasures, entry, writeId), { Delete: removal }];
    const refused = await asking(`erase job ${jobId}`, () =>
      retryContended(() => transact(this.#client, { items, writeId })),
    );
    if (refused.length > 0) throw stale(job);
  }

  async list(query: JobQuery, { limit, after }: Stretch): Promise<{ jobs: Job[]; next?: string }> {
    const range = { table: this.#table, key: 'jobId', ...indexFor(query), high: after };
    const { items, ...more } = await asking('list jobs', () =>
      readNewest(this.#client, range, limit),
    );
    // The index may be stale. The record decides.
    const { read, unreadable } = separated(storedJob, items);
    const jobs = read
      .filter((job) => isWantedJob(job, query))
      .sort((a, b) => (jobPosition(a) > jobPosition(b) ? -1 : 1));
    return complete({ jobs, ...more }, unreadable);
  }

  async *needingAttention(before: Date): AsyncGenerator<string> {
    try {
      for await (const { jobId } of readAttention(this.#client, {
        table: this.#table,
        values: ['open'],
        before: before.toISOString(),
      }))
        yield requiredId(jobId, 'jobId');
    } catch (error) {
      throw translated('list jobs that need attention', error);
    }
  }
}

/** The narrowest index for a query. */
const indexFor = ({ ownerId, status }: JobQuery): Pick<PositionRange, 'index' | 'hashKeys'> =>
  ownerId !== undefined
    ? { index: jobOwnerIndex, hashKeys: [ownerId] }
    : {
        index: jobStatusIndex,
        hashKeys: (status === undefined ? jobStatuses : [status]).flatMap(shardedKeys),
      };

const stale = ({ jobId }: Job) =>
  new StaleRecord(`Job ${jobId} changed meanwhile. Read it again.`, { context: { jobId } });

/** The item of a job. Only a job that needs attention is in the sparse index. */
export const toJobItem = (job: Job): Record<string, unknown> => ({
  ...job,
  position: jobPosition(job),
  [jobStatusIndex.hashKey]: shardedKey(job.status, job.jobId),
  ...(jobNeedsAttention(job) && { [attentionIndex.hashKey]: shardedKey('open', job.jobId) }),
});
