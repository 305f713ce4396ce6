import { type ColdReport, functionsTable, signingTable } from './cold/cold-report.ts';
import { type Crowd, crowdTable } from './crowd.ts';
import { losses } from './losses.ts';
import { machineLine } from './machine.ts';
import { costTable, lambdaTable, type OrderUse } from './order-cost.ts';
import { prices } from './prices.ts';
import { type TransitionCounts, transitionTable } from './sagas.ts';
import { emulatorSleepMs, type WallTimes, wallTable } from './wall-time.ts';
import type { CountedOrder } from './warm/calls.ts';

/** Everything that was measured and counted. */
export type Figures = {
  transitions: TransitionCounts;
  counted: readonly CountedOrder[];
  wall: WallTimes;
  uses: readonly [OrderUse, OrderUse];
  cold: ColdReport;
  crowds: readonly Crowd[];
  runs: { wallRuns: number; coldRuns: number; orders: number };
  budgets: string;
  calls: string;
};

/** The figures as Markdown, each with what it is worth. */
export const report = ({
  transitions,
  counted,
  wall,
  uses,
  cold,
  crowds,
  runs,
  budgets,
  calls,
}: Figures): string => `
## The paid order (\`npm run bench:saga\`)

${machineLine()}. Times are medians of ${runs.wallRuns} runs (cold starts: ${runs.coldRuns} fresh
processes), on the local emulator: compare
columns, do not expect them on AWS. Counts and prices are AWS's.

### Budgets (counted, not timed; the bench fails when one is broken)

${budgets}

### State transitions

${transitionTable(transitions)}

Counted by interpreting both deployed definitions; for four files also in the history of a real
execution of each. The emulator's history has
no StateEntered events inside a Map, there the task's own event counts as its state. The way back
(compensation) is not in these counts.

### AWS calls per file

${calls}

Counted by a middleware on the SDK clients while the real use cases and adapters ran against the
emulator, from the payment to the announcement.
Reads are consistent and sized from what came back, write units (with index and transaction) are
what the endpoint reports.

### Cost of a four-file order

${costTable(...uses)}

List prices of us-east-1 on ${prices.readOn}: [prices.ts](saga/prices.ts). Both include the
payment's event, queue and records; neither includes receive-payment's Lambda time, storage, log
ingestion,
traces, KMS or the API calls before the payment.

${lambdaTable(uses)}

Time of the deployed bundles' handlers, warm, called in a process of their own (the emulator's
report lines add its own waiting), against the emulator's S3 and
DynamoDB. AWS's answer slower than a process on the same machine: there a copy function waits
longer, once per chunk in Keepsake and once per file in the
plain saga.

### Wall time

${wallTable(wall)}

MiniStack sleeps ${emulatorSleepMs} ms before every execution, and waits up to 50 ms for the first
log line of a function that prints none; AWS does neither.

### Many orders at once

${crowdTable(crowds)}

From the first payment on the bus to the last completion received from it, everything (emulator,
functions, this bench) on the machine above.
Cold, it is the time this machine needs to start some hundred Node processes; AWS starts them
elsewhere, up to the account's concurrency.
A COPY is sent again by the SDK when its connection broke after the emulator had begun to serve it
(docs/emulator.md): a second attempt of the same call, as its header says.
The front before the emulator refuses it with 412, as AWS does, and the first one is adopted.
A first attempt that is refused would be a step or a run that did another one's work: none is.

### Bundle bytes and cold start

${functionsTable(cold)}

${signingTable(cold)}

Fresh process per sample; the time to import an empty module is taken off, the start of the process
is not in it. *First use* is one real event against the
emulator. *Default* is the same source with esbuild's defaults for Node: CommonJS, whole SDK
clients, not minified.

### Where we lose

${losses({ counted, wall, uses, cold })}
`;
