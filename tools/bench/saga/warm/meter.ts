import { itemBytes } from '../item-bytes.ts';

/** One call of an AWS API, the step it was made in, and what DynamoDB bills for it. */
export type Call = { step: string; operation: string; writeUnits: number; readUnits: number };

type Args = { input: Record<string, unknown> };
type Next = (args: Args) => Promise<{ output: Record<string, unknown> }>;
type Middleware = (next: Next, context: { commandName?: string }) => Next;
type Metered = {
  middlewareStack: {
    add: (middleware: never, options: { step: 'initialize'; name: string }) => void;
  };
};

const reads = new Set(['Query', 'GetItem', 'BatchGetItem']);
const writes = new Set(['PutItem', 'UpdateItem', 'TransactWriteItems']);

/** Counts the calls that SDK clients make. */
export class Meter {
  readonly calls: Call[] = [];
  /** The present step; every call is booked on it. */
  step = '';

  /** Books a call that no client of ours makes. */
  note(operation: string): void {
    this.calls.push({ step: this.step, operation, writeUnits: 0, readUnits: 0 });
  }

  /** Counts what `client` sends from now on. */
  attach<Client extends Metered>(client: Client): Client {
    client.middlewareStack.add(this.#middleware as never, {
      step: 'initialize',
      name: 'keepsakeMeter',
    });
    return client;
  }

  readonly #middleware: Middleware = (next, { commandName = '' }) => {
    const operation = commandName.replace(/Command$/, '');
    return async (args) => {
      const call: Call = { step: this.step, operation, writeUnits: 0, readUnits: 0 };
      this.calls.push(call);
      const input = writes.has(operation)
        ? { ...args.input, ReturnConsumedCapacity: 'TOTAL' }
        : args.input;
      const result = await next({ ...args, input });
      if (writes.has(operation)) call.writeUnits = writeUnits(result.output);
      if (reads.has(operation)) call.readUnits = readUnits(operation, result.output);
      return result;
    };
  };

  /** How many calls of these operations, in these steps (all when none are named). */
  count(operations: readonly string[], steps?: readonly string[]): number {
    return this.calls.filter(
      ({ operation, step }) => operations.includes(operation) && (steps?.includes(step) ?? true),
    ).length;
  }

  /** A copy of a sum over all calls. */
  sum(unit: 'writeUnits' | 'readUnits'): number {
    return this.calls.reduce((sum, call) => sum + call[unit], 0);
  }
}

/** Writes with their indexes, as the endpoint reports them. */
const writeUnits = ({ ConsumedCapacity }: Record<string, unknown>): number =>
  [ConsumedCapacity ?? []]
    .flat()
    .reduce<number>(
      (sum, { CapacityUnits = 0 }: { CapacityUnits?: number }) => sum + CapacityUnits,
      0,
    );

/** Consistent reads, from the sizes of what came back: the emulator answers 1 for every query. */
const readUnits = (
  operation: string,
  { Items, Item, Responses }: Record<string, unknown>,
): number => {
  if (operation === 'Query') return Math.max(1, units(Items as object[]));
  if (operation === 'GetItem') return Item ? units([Item]) : 1;
  const found = Object.values((Responses ?? {}) as Record<string, object[]>).flat();
  return found.reduce<number>((sum, item) => sum + units([item]), 0);
};

const units = (items: readonly object[]): number =>
  Math.ceil(items.reduce<number>((sum, item) => sum + itemBytes(item), 0) / 4096);
