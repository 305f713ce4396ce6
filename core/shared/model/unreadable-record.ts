/**
 * A record that fits no schema, by its kind and id, and the fields that do not fit; never its
 * contents. The kind names the table: `upload`, `order`, `ledger entry`, `job`, ….
 */
export type UnreadableRecord = { kind: string; id: string; fields: readonly string[] };

/** Records that one message names; a deployment that was rolled back may leave thousands. */
const mostNamed = 20;

/** For example: The record of upload upl_1 (status) cannot be read. … */
export const unreadableText = (records: readonly UnreadableRecord[]): string => {
  const named = records.slice(0, mostNamed).map(nameOf).join(', ');
  const more = records.length > mostNamed ? ` and ${records.length - mostNamed} more` : '';
  const why = 'fits no schema and cannot be read. Operators can repair it.';
  return `The record of ${named}${more} ${why}`;
};

const nameOf = ({ kind, id, fields }: UnreadableRecord): string =>
  `${kind} ${id}${fields.length > 0 ? ` (${fields.join(', ')})` : ''}`;
