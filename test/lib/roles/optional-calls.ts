import type { Config } from '../../../lib/config-schema.ts';
import { testKeys } from '../test-keys.ts';
import type { CalledRight } from './called-rights.ts';

/** Calls of a part that no emulator has, and the roles that make them. */
type Optional = {
  when: (config: Config) => boolean;
  by: RegExp;
  calls: readonly CalledRight[];
};

const secret = (name: string): CalledRight =>
  `secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-central-1:111111111111:secret:${name}-AbCdEf`;

const verdicts = (actions: readonly string[], queue = '<ScansVerdictsDeadLettersQueue>') =>
  actions.map((action): CalledRight => `sqs:${action} ${queue}`);

/** Dead letters are counted by who reads, and handled by who redrives and drops them. */
const counted = ['GetQueueAttributes'];
const handled = [
  'ChangeMessageVisibility',
  'DeleteMessage',
  ...counted,
  'ReceiveMessage',
  'StartMessageMoveTask',
];

/** Queues of the stacks beside Service, which both functions know by name. */
const siblings = ['webhooks', 'variants'].map(
  (name) => `arn:aws:sqs:eu-central-1:111111111111:keepsake-prod-${name}`,
);

/** Dead letters of the requests to a payment provider, likewise; they go back nowhere. */
const onProviderRequests = (actions: readonly string[]): CalledRight[] =>
  ['refunds', 'captures'].flatMap((name) =>
    verdicts(actions, `arn:aws:sqs:eu-central-1:111111111111:keepsake-prod-${name}-dead-letters`),
  );

const callsProvider = ({ refund }: Config): boolean => refund?.completed !== undefined;

const onSiblings = (actions: readonly string[]): CalledRight[] =>
  siblings.flatMap((queue) => verdicts(actions, `${queue}-dead-letters`));

const hasSiblings = ({ webhooks, variants }: Config): boolean =>
  webhooks !== undefined && variants !== undefined;

const news = ['Received', 'Quarantined', 'Promoted', 'Withdrawn', 'Erased', 'Expired'].map(
  (what): CalledRight =>
    `events:PutEvents <Bus> events:source=keepsake.uploads events:detail-type=Upload${what}`,
);

const replica = 'keepsake-prod-replica-111111111111-eu-west-1';
const removals: CalledRight[] = [
  `s3:AbortMultipartUpload ${replica}/*`,
  `s3:DeleteObjectVersion ${replica}/*`,
  `s3:ListBucketMultipartUploads ${replica}`,
  `s3:ListBucketVersions ${replica}`,
];
const hasReplica = (config: Config): boolean => config.replica !== undefined;
const isScanned = (config: Config): boolean => config.scan !== undefined;

const optionalParts: readonly Optional[] = [
  {
    // Every function that a caller reaches, but the one that only says who calls.
    when: ({ frontDoor }) => frontDoor !== undefined,
    by: /^<Handlers(?!authorizer)/,
    calls: [secret('keepsake/prod/front-door')],
  },
  {
    when: ({ delivery }) => delivery.enabled,
    by: /^<Handlers(delivery|permalinks)Role>/,
    calls: testKeys()
      .slice(0, 1)
      .map(({ fingerprint }) => secret(`keepsake/prod/delivery-key/${fingerprint}`)),
  },
  {
    when: ({ payment }) => payment.webhooks !== undefined,
    by: /^<PaymentWebhooks/,
    calls: [secret('keepsake/prod/stripe-webhooks'), secret('keepsake/prod/mollie')],
  },
  {
    when: ({ webhooks }) => webhooks !== undefined,
    by: /^<sendwebhooksRole>/,
    calls: [secret('keepsake/prod/shop-webhooks')],
  },
  {
    when: ({ uploads }) => uploads.announce === true,
    by: /^<UploadCounter/,
    calls: news,
  },
  {
    when: isScanned,
    by: /^<Handlersoperatorsread/,
    calls: verdicts(counted),
  },
  {
    when: hasSiblings,
    by: /^<Handlersoperatorsread/,
    calls: onSiblings(counted),
  },
  {
    when: callsProvider,
    by: /^<Handlersoperatorsread/,
    calls: onProviderRequests(counted),
  },
  {
    when: callsProvider,
    by: /^<Handlersdeadletters/,
    calls: onProviderRequests(handled),
  },
  {
    when: hasSiblings,
    by: /^<Handlersdeadletters/,
    calls: [
      ...onSiblings(handled),
      ...siblings.flatMap((queue) => verdicts(['SendMessage'], queue)),
    ],
  },
  {
    when: hasReplica,
    by: /^<Integritycheckintegrity/,
    calls: [
      `s3:GetObject ${replica}/*`,
      `s3:GetObjectVersion ${replica}/*`,
      `s3:ListBucket ${replica}`,
      `s3:ListBucketVersions ${replica}`,
    ],
  },
  {
    when: isScanned,
    by: /^<Handlersdeadletters/,
    calls: [...verdicts(handled), ...verdicts(['SendMessage'], '<ScansVerdictsQueue>')],
  },
  {
    when: hasReplica,
    by: /^<(BulkStepsworkbulk|Stepsremovecopies)Role>/,
    calls: [`s3:DeleteObjectVersion ${replica}/*`],
  },
  {
    when: hasReplica,
    by: /^<(Reconcilerupkeep|Promotions|Handlers(finishjobs|erase|operators)Role|makevariants)/,
    calls: removals,
  },
  {
    when: hasReplica,
    by: /^<Scansreceiveverdict/,
    calls: [`s3:DeleteObject ${replica}/*`, `s3:ListBucketVersions ${replica}`],
  },
];

/** Calls that a role makes for the optional parts of a stage. */
export const optionalCalls = (config: Config, role: string): CalledRight[] =>
  optionalParts
    .filter(({ when, by }) => when(config) && by.test(role))
    .flatMap(({ calls }) => calls);
