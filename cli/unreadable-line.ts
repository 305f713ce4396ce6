import type { UnreadableRecord } from '../core/shared/model/unreadable-record.ts';

/** A record that cannot be read, as a line among the findings of a command. */
export const unreadableLine = ({ kind, id, fields }: UnreadableRecord): string =>
  `record unreadable  ${kind} ${id}  ${fields.join(', ')}`;
