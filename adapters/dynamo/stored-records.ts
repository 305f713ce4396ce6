import * as z from 'zod';
import { RecordUnreadable } from '../../core/errors.ts';
import type { UnreadableRecord } from '../../core/shared/model/unreadable-record.ts';
import { complete } from '../../core/shared/unreadable.ts';

/** How one kind of record is read from its items. `parse` throws `ZodError`. */
export type StoredKind<Value> = {
  kind: string;
  idOf: (item: Readonly<Record<string, unknown>>) => unknown;
  parse: (item: unknown) => Value;
};

/** The record of an item. Throws `RecordUnreadable` with its id. */
export const readStored = <Value>(kind: StoredKind<Value>, item: unknown): Value => {
  const read = readOr(kind, item);
  if ('value' in read) return read.value;
  throw new RecordUnreadable([read]);
};

const readOr = <Value>(
  { kind, idOf, parse }: StoredKind<Value>,
  item: unknown,
): { value: Value } | UnreadableRecord => {
  try {
    return { value: parse(item) };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const id = String(idOf(item as Record<string, unknown>));
    return { kind, id, fields: fieldsOf(error) };
  }
};

/** Names of fields, outermost only: names inside a map may be a customer's own. */
const fieldsOf = ({ issues }: z.ZodError): string[] => [
  ...new Set(issues.flatMap(({ path: [field] }) => (field === undefined ? [] : [String(field)]))),
];

/** The records of items, and those that cannot be read. */
export const separated = <Value>(
  kind: StoredKind<Value>,
  items: readonly unknown[],
): { read: Value[]; unreadable: UnreadableRecord[] } => {
  const all = items.map((item) => readOr(kind, item));
  return {
    read: all.flatMap((one) => ('value' in one ? [one.value] : [])),
    unreadable: all.flatMap((one) => ('value' in one ? [] : [one])),
  };
};

/** The records of items. Throws `RecordUnreadable` with the ids of those that cannot be read. */
export const readAllStored = <Value>(
  kind: StoredKind<Value>,
  items: readonly unknown[],
): Value[] => {
  const { read, unreadable } = separated(kind, items);
  return complete(read, unreadable);
};
