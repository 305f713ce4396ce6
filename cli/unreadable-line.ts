import type { UnreadableRecord } from '../core/shared/model/unreadable-record.ts';
import type { Output } from './output.ts';

/** Tells of a record that cannot be read, as a line among the findings of a command. */
export const tellUnreadable = (output: Output, record: UnreadableRecord): Promise<void> => {
  const { kind, id, fields } = record;
  const line = `record unreadable  ${kind} ${id}  ${fields.join(', ')}`;
  return output.result(line, { kind: 'unreadable', record });
};
