import { regroup } from '../shared/in-groups.ts';
import { copyBatchItems, type MapAnswer, type MapDeps } from './copy-batch-items.ts';
import type { RecordStatus } from './model/batch.ts';
import type { MapItem, SourceFile } from './model/transfer.ts';
import type { FileSource } from './ports.ts';

type TurnDeps = MapDeps & { source: FileSource };

/** One turn of one batch; `after` is the path the turn before ended at. */
export type TurnCall = { batchId: string; fence: number; failedBefore: number; after?: string };

/** `done`: the whole listing had its turn, or the batch is nothing to work on any more. */
export type Turn = { done: boolean; after?: string } & Omit<MapAnswer, 'left'>;

/** As many as a child of the Map gets. */
const objectsAtOnce = 100;

/**
 * Lists a prefix and copies what it finds, without a Map: for small prefixes, and where there is no
 * Distributed Map. Ends when `signal` is aborted; the next turn goes on after the last whole group,
 * and finds what of the next one was finished.
 */
export const copyInTurn = async (
  deps: TurnDeps,
  { after, ...call }: TurnCall,
  signal: AbortSignal,
): Promise<Turn> => {
  const turn: Turn = { done: true, stopped: false, ...(after !== undefined && { after }) };
  for await (const files of regroup(deps.source.list(after), objectsAtOnce)) {
    const group = { ...call, items: files.map(itemOf) };
    const { stopped, left, ...counts } = await copyBatchItems(deps, group, signal);
    addTo(turn, counts);
    if (stopped) return { ...turn, stopped };
    const last = files.at(-1);
    if (left === undefined && last) turn.after = last.path;
    if (left !== undefined || signal.aborted) return { ...turn, done: false };
  }
  return turn;
};

const itemOf = ({ location, sizeBytes = 0, etag, modifiedAt }: SourceFile): MapItem => ({
  key: location.kind === 's3' ? location.key : '',
  sizeBytes,
  ...(etag !== undefined && { etag }),
  ...(modifiedAt !== undefined && { modifiedAt }),
});

const addTo = (turn: Turn, counts: Partial<Record<RecordStatus, number>>): void => {
  for (const [status, count] of Object.entries(counts) as [RecordStatus, number][])
    turn[status] = (turn[status] ?? 0) + count;
};
