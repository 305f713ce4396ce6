import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { TransientFault } from '../../core/errors.ts';
import { awsError } from '../aws/aws-errors.ts';
import { isOurs } from './conditional-put.ts';

type Transaction = {
  items: NonNullable<TransactWriteCommandInput['TransactItems']>;
  writeId: string;
};

const transientReasons = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/**
 * Writes all items or none; returns the positions of the items whose conditions failed (none:
 * written). The first item must carry `writeId`: one item of ours proves the whole transaction.
 */
export async function transact(
  client: DynamoDBDocumentClient,
  { items, writeId }: Transaction,
): Promise<number[]> {
  try {
    await client.send(
      new TransactWriteCommand({ TransactItems: items, ClientRequestToken: writeId }),
    );
    return [];
  } catch (error) {
    if (awsError(error).name !== 'TransactionCanceledException') throw error;
    return refused(
      (error as { CancellationReasons?: CancellationReason[] }).CancellationReasons ?? [],
      writeId,
      error,
    );
  }
}

function refused(
  reasons: readonly CancellationReason[],
  writeId: string,
  cause: unknown,
): number[] {
  if (isOurs(reasons[0]?.Item, writeId)) return [];
  const failed = reasons.flatMap(({ Code }, position) =>
    Code === 'ConditionalCheckFailed' ? [position] : [],
  );
  if (failed.length > 0) return failed;
  const reason = reasons
    .flatMap(({ Code }) => Code ?? [])
    .find((code) => transientReasons.has(code));
  if (!reason) throw cause;
  throw new TransientFault(
    `Another transaction was in the way (${reason}). Try the same again later.`,
    { cause, context: { reason } },
  );
}
