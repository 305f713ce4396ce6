import { createHash } from 'node:crypto';
import { indexShards } from '../../core/table-indexes.ts';

/**
 * Every key that stands for one value of a sharded index: one key alone would be one hot partition.
 */
export const shardedKeys = (value: string): string[] =>
  Array.from({ length: indexShards }, (_, shard) => `${value}#${shard}`);

/** The one among them that is this record's, always. */
export const shardedKey = (value: string, recordId: string): string =>
  `${value}#${createHash('sha256').update(recordId).digest().readUInt16BE() % indexShards}`;
