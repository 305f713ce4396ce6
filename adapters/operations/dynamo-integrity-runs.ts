import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { integrityScope } from '../../core/contract.ts';
import { StaleRecord } from '../../core/errors.ts';
import {
  type IntegrityRun,
  integrityRunSchema,
  weekOf,
} from '../../core/operations/model/integrity-run.ts';
import type { IntegrityRuns } from '../../core/operations/ports.ts';
import { asking } from '../aws/aws-errors.ts';
import { putIf } from '../dynamo/conditional-put.ts';
import { readAllStored, type StoredKind } from '../dynamo/stored-records.ts';

const storedRun: StoredKind<IntegrityRun> = {
  kind: 'integrity run',
  idOf: ({ counter }) => counter,
  parse: (item) => integrityRunSchema.parse(item),
};

/** Runs in the table of the stats, in a scope of their own, by their week; kept for good. */
export class DynamoIntegrityRuns implements IntegrityRuns {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async list(limit: number): Promise<IntegrityRun[]> {
    const command = new QueryCommand({
      TableName: this.#table,
      KeyConditionExpression: '#scope = :scope',
      ExpressionAttributeNames: { '#scope': 'scope' },
      ExpressionAttributeValues: { ':scope': integrityScope },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: limit,
    });
    const { Items = [] } = await asking('list integrity runs', () => this.#client.send(command));
    return readAllStored(storedRun, Items);
  }

  async save(run: IntegrityRun): Promise<IntegrityRun> {
    const next = { ...run, revision: run.revision + 1 };
    const put = {
      TableName: this.#table,
      Item: { ...next, scope: integrityScope, counter: weekOf(run.startedAt) },
      ...over(run.revision),
    };
    if (!(await asking('save an integrity run', () => putIf(this.#client, put))))
      throw new StaleRecord(`The integrity run of ${run.startedAt} changed meanwhile.`, {
        context: { startedAt: run.startedAt },
      });
    return next;
  }
}

const over = (revision: number) =>
  revision === 0
    ? {
        ConditionExpression: 'attribute_not_exists(#scope)',
        ExpressionAttributeNames: { '#scope': 'scope' },
      }
    : {
        ConditionExpression: '#revision = :revision',
        ExpressionAttributeNames: { '#revision': 'revision' },
        ExpressionAttributeValues: { ':revision': revision },
      };
