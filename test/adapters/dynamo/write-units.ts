import { fromStreamImage, type StreamImage } from '../../../adapters/dynamo/stream-image.ts';
import { uploadIndexes } from '../../../core/table-indexes.ts';
import type { Sent } from '../aws/stub-handler.ts';

type Item = Record<string, unknown>;

/** One write unit writes 1 KB. Names and values count; JSON is a little larger than both. */
const unitsOf = (item: Item): number => Math.ceil(Buffer.byteLength(JSON.stringify(item)) / 1024);

/** The hash keys of the tables that bulk registration writes to. */
const hashKeys: Readonly<Record<string, string>> = {
  uploads: 'uploadId',
  batches: 'batchId',
  stats: 'scope',
};

type Write = { TableName: string; Item?: StreamImage; Key?: StreamImage };

/** The writes of a request, and what each unit of them costs: a transaction costs twice as much. */
const writesOf = ({ headers, body }: Sent): { writes: Write[]; factor: number } => {
  const request = JSON.parse(body);
  switch (headers['x-amz-target']?.split('.')[1]) {
    case 'PutItem':
      return { writes: [request], factor: 1 };
    case 'TransactWriteItems':
      return { writes: request.TransactItems.flatMap(Object.values), factor: 2 };
    default:
      return { writes: [], factor: 0 };
  }
};

/**
 * Write units by partition key, of tables and of indexes. DynamoDB throttles a key at 1,000 a
 * second, and with a key of an index the table
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html).
 * Indexes project keys only, so a new item is one unit in each index that has both its keys.
 */
export class WriteUnits {
  readonly #byKey = new Map<string, number>();

  note(sent: Sent): void {
    const { writes, factor } = writesOf(sent);
    for (const { TableName, Item, Key } of writes) {
      const item = fromStreamImage(Item ?? Key ?? {});
      this.#add(`${TableName} ${item[hashKeys[TableName] ?? '']}`, factor * unitsOf(item));
      if (TableName === 'uploads') this.#noteIndexes(item, factor);
    }
  }

  /** The key with the most units. */
  get busiest(): { key: string; units: number } {
    const [key = '', units = 0] = [...this.#byKey].sort(([, a], [, b]) => b - a)[0] ?? [];
    return { key, units };
  }

  /** Units by table, its indexes included, of each of so many records. */
  perRecord(records: number): Record<string, number> {
    const byTable: Record<string, number> = {};
    for (const [key, units] of this.#byKey) {
      const [name = ''] = key.split(' ');
      const table = name in hashKeys ? name : 'uploads';
      byTable[table] = (byTable[table] ?? 0) + units / records;
    }
    return Object.fromEntries(
      Object.entries(byTable).map(([table, units]) => [table, Math.round(units * 100) / 100]),
    );
  }

  #noteIndexes(item: Item, factor: number): void {
    for (const { name, hashKey, sortKey } of Object.values(uploadIndexes))
      if (item[hashKey] !== undefined && item[sortKey] !== undefined)
        this.#add(`${name} ${item[hashKey]}`, factor);
  }

  #add(key: string, units: number): void {
    this.#byKey.set(key, (this.#byKey.get(key) ?? 0) + units);
  }
}
