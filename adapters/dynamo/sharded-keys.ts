import { createHash } from 'node:crypto';
import { indexShards } from '../../core/table-indexes.ts';

/** All keys of one value of a sharded index: a single key would be a hot partition. */
export const shardedKeys = (value: string): string[] =>
  Array.from({ length: indexShards }, (_, shard) => `${value}#${shard}`);

/** The one among them that is this record's, always. */
export const shardedKey = (value: string, recordId: string): string =>
  `${value}#${createHash('sha256').update(recordId).digest().readUInt16BE() % indexShards}`;
