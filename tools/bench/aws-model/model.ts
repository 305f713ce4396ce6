import { table } from '../saga/table.ts';
import { bulkBounds, bulkCosts, bulkDemands, copySeconds, objects } from './bulk.ts';
import type { OptionFacts } from './option-facts.ts';
import { type OptionCost, optionCosts, optionDemands, picturesPerSecond } from './options.ts';
import { guesses, load, orderCosts, orderDemands } from './orders.ts';
import { byShare, type Demand, shareOf } from './quotas.ts';
import type { RecordedFile } from './recorded-order.ts';
import type { StageFacts } from './stage-facts.ts';
import { filesPerSecond, verifyCosts, verifyDemands, verifyHours } from './verify.ts';

type Inputs = { facts: StageFacts; options: OptionFacts; recorded: RecordedFile };

/** tools/bench/aws-model.md. */
export const modelText = (inputs: Inputs): string => {
  const { facts } = inputs;
  const [orders, bulk] = [orderDemands(inputs), bulkDemands(facts)];
  const verify = verifyDemands(facts);
  return `# What AWS's quotas allow, and what it costs

Reckoned, not measured: nothing of Keepsake has run on AWS.
\`npm run bench:aws-model\` makes this page anew from the templates of a production stage as it
comes, from the calls that \`npm run bench:saga\` and \`test/adapters/bulk/hot-keys.test.ts\`
record, and from list prices. The quotas are AWS's defaults as its documents name them; your
account's may differ: see the console of Service Quotas.
The column *from* says where a number comes from, and *guessed* where it was never measured on AWS:
${guesses.requestSeconds} s for a request of the API, ${guesses.sagaSeconds} s for all steps of an
order's saga, ${guesses.statusRequests} looks of a client at its order, ${copySeconds} s for a
COPY, and the run time of a child of the Map.

## ${count(load.ordersPerMinute)} orders a minute of ${load.filesPerOrder} files

The quota that bites first: **${first(orders)}**.
A burst of ${count(facts.routeBurst)} requests passes the throttle. A throttled client tries again.

${demandTable(orders)}

Dollars for 1,000 such orders, without storage, logs and transfer:

${costTable(orderCosts(inputs))}

### With every optional part

The front door, scans, a webhook for each order, variants and the audit, at the same rate.
The door's own limits are by address (\`frontDoor.perAddress\`), and no quota of AWS.
Variants are drawn of ${count(picturesPerSecond(inputs.options))} pictures a second; more of them
wait in their queue (${inputs.options.variantRuns} runs at once, 0.6 s a picture guessed).
GuardDuty names no quota of scans a second; its limits of size and count are
[first-deploy's](../../docs/first-deploy.md).

${demandTable(optionDemands(inputs))}

What they cost on top, without logs and transfer:

${optionTable(optionCosts(inputs.options))}

## ${count(objects)} objects, by the stage's workflow

The quota that bites first: **${first(bulk)}**.
S3 splits a busy prefix again and again; until then it answers 503, and the calls are repeated.
DynamoDB's quota of a table is asked for in advance.

${demandTable(bulk)}

Dollars for a million objects, without storage and transfer:

${costTable(bulkCosts(facts))}

How long they take, at the bound that is reached first; beginning and finishing a batch come on top:

${timeTable(facts)}

## Their verification

${facts.slicesAtOnce} functions compare ${count(filesPerSecond)} files a second each, by the
checksums that S3 keeps: ${count(verifyHours(facts, objects))} hours, and for 1,000,000 objects
${count(verifyHours(facts, 1_000_000) * 60)} minutes.
The quota that bites first: **${first(verify)}**.

${demandTable(verify)}

Dollars for a million objects, if S3 keeps a SHA-256 of each:

${costTable(verifyCosts())}
`;
};

const count = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 1 : 0 });

const first = (demands: readonly Demand[]): string => {
  const [bites] = byShare(demands);
  if (!bites) throw new Error('There is no demand.');
  const { name, unit } = bites.quota;
  return `${name} (${count(bites.demand)} of ${count(bites.quota.limit)} ${unit})`;
};

const demandTable = (demands: readonly Demand[]): string =>
  table(
    ['quota, us-east-1', 'limit', 'asked for', 'share', 'raised on request', 'from', 'document'],
    byShare(demands).map((demand) => [
      `${demand.quota.name}, ${demand.quota.unit}`,
      count(demand.quota.limit),
      count(demand.demand),
      `${Math.round(shareOf(demand) * 100)} %`,
      demand.quota.adjustable ? 'yes' : 'no',
      demand.from,
      demand.quota.document,
    ]),
  );

type Cost = { what: string; usd: number; from: string };

const costTable = (costs: readonly Cost[]): string =>
  table(
    ['', 'dollars', 'from'],
    [
      ...costs.map(({ what, usd, from }) => [what, usd.toFixed(3), from]),
      ['**all**', costs.reduce((sum, { usd }) => sum + usd, 0).toFixed(3), ''],
    ],
  );

const optionTable = (costs: readonly OptionCost[]): string =>
  table(
    ['part', 'for', 'dollars', 'from'],
    costs.map(({ part, per, usd, from }) => [part, per, usd.toFixed(4), from]),
  );

/** A million objects take minutes, all of them hours. */
const timeTable = (facts: StageFacts): string =>
  table(
    [
      'alone it would take',
      'a second',
      'minutes for 1,000,000',
      `hours for ${count(objects)}`,
      'from',
    ],
    bulkBounds(facts).map(({ bound, rate, from }) => [
      bound,
      count(rate),
      count(1_000_000 / rate / 60),
      count(objects / rate / 3_600),
      from,
    ]),
  );
