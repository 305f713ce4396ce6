import type { StoredItem } from '../ports.ts';

/** True for items with the same fields and values, in whatever order. */
export const isSameItem = (one: StoredItem, other: StoredItem): boolean =>
  JSON.stringify(one, sorted) === JSON.stringify(other, sorted);

/** Objects in the order of their keys, sets as lists in order: equal items have equal texts. */
const sorted = (_key: string, value: unknown): unknown => {
  if (value instanceof Set) return [...value].sort();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
};
