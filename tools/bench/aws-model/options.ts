import { prices } from '../saga/prices.ts';
import type { OptionFacts } from './option-facts.ts';
import { guesses, load, requestsOf } from './orders.ts';
import { type Demand, quotas } from './quotas.ts';
import type { StageFacts } from './stage-facts.ts';

/** Not measured on AWS. */
const guessed = { fileMb: 5, webhookSeconds: 0.5, verdictSeconds: 0.02, pictureSeconds: 0.6 };

/** The record, its entry of the index by status that moves, and the stats. */
const unitsOfVerdict = 4;

/** Records of two sizes, created as an upload is. */
const unitsOfPicture = 30;

const sizesOfPicture = 2;

/** A message of a queue is sent, received and deleted. */
const requestsOfMessage = 3;

type Inputs = { facts: StageFacts; options: OptionFacts };

/** Demands of 1,000 orders a minute on quotas, of a stage with every optional part. */
export const optionDemands = ({ facts, options }: Inputs): Demand[] => {
  const orders = load.ordersPerMinute / 60;
  const files = orders * load.filesPerOrder;
  const api = requestsOf(orders);
  const consumers = facts.consumerRuns + options.consumerRuns;
  return [
    {
      quota: quotas.distribution,
      demand: api,
      from: 'routes; front door',
    },
    {
      quota: quotas.invocations,
      demand: 2 * files + orders,
      from: 'rules: a verdict and the news of a file, a webhook an order',
    },
    {
      quota: quotas.putEvents,
      demand: 2 * files + 2 * orders,
      from: 'recorded; two news of a file reckoned (docs/events.md)',
    },
    {
      quota: quotas.concurrency,
      demand: api * guesses.requestSeconds + orders * guesses.sagaSeconds + consumers,
      from: 'templates (consumers); seconds guessed',
    },
    {
      quota: quotas.keyWrites,
      demand: orders * 2,
      from: 'deliveries of one endpoint by status: templates',
    },
  ];
};

/** Pictures a second that the stage draws variants of; more of them wait in their queue. */
export const picturesPerSecond = ({ variantRuns }: OptionFacts): number =>
  variantRuns / guessed.pictureSeconds;

export type OptionCost = { part: string; per: string; usd: number; from: string };

/** What each optional part costs on top. */
export const optionCosts = (options: OptionFacts): OptionCost[] => [
  ...frontDoor(options),
  ...scans(),
  webhooks(options),
  audit(options),
  variants(),
];

const frontDoor = ({ webAclRules }: OptionFacts): OptionCost[] => {
  const requests = requestsOf(1_000);
  return [
    {
      part: 'front door',
      per: 'a month',
      usd: prices.webAcl + webAclRules * prices.webAclRule,
      from: 'templates: rules',
    },
    {
      part: 'front door',
      per: '1,000 orders of 25 files',
      usd: requests * (prices.wafRequest + prices.cdnRequest + prices.cdnFunction),
      from: 'routes',
    },
  ];
};

const scans = (): OptionCost[] => [
  {
    part: 'scans: GuardDuty',
    per: `1,000 files of ${guessed.fileMb} MB`,
    usd: 1_000 * (prices.scanObject + (guessed.fileMb / 1_000) * prices.scanGb),
    from: 'size guessed',
  },
  {
    part: 'scans: verdicts (GuardDuty’s own events cost nothing)',
    per: '1,000 files',
    usd:
      1_000 *
      (requestsOfMessage * prices.sqsRequest +
        unitsOfVerdict * prices.writeUnit +
        prices.readUnit +
        prices.lambdaRequest +
        guessed.verdictSeconds * prices.lambdaGbSecond),
    from: `${guessed.verdictSeconds} s of 1 GB guessed, ten to a run; units reckoned`,
  },
];

const webhooks = ({ deliveryIndexes }: OptionFacts): OptionCost => ({
  part: 'webhooks',
  per: '1,000 deliveries, the first attempt taken',
  usd:
    1_000 *
    (requestsOfMessage * prices.sqsRequest +
      (1 + deliveryIndexes) * prices.writeUnit +
      prices.lambdaRequest +
      guessed.webhookSeconds * prices.lambdaGbSecond),
  from: `templates: indexes; ${guessed.webhookSeconds} s of 1 GB for the endpoint guessed`,
});

const audit = ({ auditIndexes }: OptionFacts): OptionCost => ({
  part: 'audit',
  per: '1,000 acts of operators',
  usd: 1_000 * (1 + auditIndexes) * prices.writeUnit,
  from: 'templates: indexes',
});

const variants = (): OptionCost => ({
  part: 'variants',
  per: '1,000 pictures, two sizes',
  usd:
    1_000 *
    (guessed.pictureSeconds * 2 * prices.lambdaGbSecond +
      prices.lambdaRequest +
      sizesOfPicture * prices.s3Write +
      prices.s3Read +
      unitsOfPicture * prices.writeUnit +
      requestsOfMessage * prices.sqsRequest +
      prices.event),
  from: `${guessed.pictureSeconds} s of 2 GB guessed; units reckoned`,
});
