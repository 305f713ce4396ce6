import type { NativeAttributeValue } from '@aws-sdk/lib-dynamodb';
import { type Reservation, roomFor } from '../../core/uploads/model/quota.ts';
import { epochSeconds } from './epoch-seconds.ts';

type Counter = { table: string; key: Record<string, string> };

/** Moves a counter, which may not be there yet, as part of a transaction. */
export const addToCounter = (
  counter: Counter,
  { files, bytes }: { files: number; bytes: number },
) => update(counter, { files, bytes }, { expression: 'ADD #files :files, #bytes :bytes' });

type Change = {
  expression: string;
  condition?: string;
  values?: Record<string, NativeAttributeValue>;
};

const update = (
  { table, key }: Counter,
  { files, bytes }: { files: number; bytes: number },
  { expression, condition, values }: Change,
) => ({
  Update: {
    TableName: table,
    Key: key,
    UpdateExpression: expression,
    ...(condition !== undefined && { ConditionExpression: condition }),
    ExpressionAttributeNames: {
      '#files': 'files',
      '#bytes': 'bytes',
      ...(values?.[':ttl'] !== undefined && { '#ttl': 'ttl' }),
    },
    ExpressionAttributeValues: { ':files': files, ':bytes': bytes, ...values },
  },
});

/** Adds one file to a counter within its limit. The reservation must fit an empty counter. */
export const reserveInCounter = (table: string, reservation: Reservation) => {
  const room = roomFor(reservation);
  return update(
    { table, key: { counter: reservation.counter } },
    { files: 1, bytes: reservation.bytes },
    {
      expression: 'SET #ttl = :ttl ADD #files :files, #bytes :bytes',
      condition:
        'attribute_not_exists(#files) OR (#files <= :roomForFiles AND #bytes <= :roomForBytes)',
      values: {
        ':roomForFiles': room.files,
        ':roomForBytes': room.bytes,
        ':ttl': epochSeconds(reservation.forgetAfter),
      },
    },
  );
};
