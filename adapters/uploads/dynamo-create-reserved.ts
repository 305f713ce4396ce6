import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Reservation, roomFor } from '../../core/uploads/model/quota.ts';
import { type ConditionalPut, newWriteId } from '../dynamo/conditional-put.ts';
import { reserveInCounter } from '../dynamo/dynamo-counters.ts';
import { retryContended } from '../dynamo/retry-contended.ts';
import { transact } from '../dynamo/transaction.ts';

type Creation = { put: ConditionalPut; reservations: readonly Reservation[]; quotas: string };

/**
 * Writes a record and takes what it needs from the quotas, or neither: returns the reservation that
 * does not fit, or that the record exists.
 */
export async function createReserved(
  client: DynamoDBDocumentClient,
  { put, reservations, quotas }: Creation,
): Promise<Reservation | 'exists' | undefined> {
  // The condition below accepts a first reservation of any size.
  const hopeless = reservations.find(neverFits);
  if (hopeless) return hopeless;
  const writeId = newWriteId();
  const record = {
    ...put,
    Item: { ...put.Item, writeId },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  const items = [
    { Put: record },
    ...reservations.map((reservation) => reserveInCounter(quotas, reservation)),
  ];
  const [refused] = await retryContended(() => transact(client, { items, writeId }));
  if (refused === undefined) return undefined;
  return reservations[refused - 1] ?? 'exists';
}

const neverFits = (reservation: Reservation): boolean =>
  Object.values(roomFor(reservation)).some((room) => room < 0);
