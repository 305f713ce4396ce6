import type { ChallengeSettings } from '../core/challenge-contract.ts';
import type { DeliverySettings, ScanGate, Settings } from '../core/contract.ts';
import { type Config, configSchema } from './config-schema.ts';
import { defaults, type Stage } from './defaults.ts';

/**
 * Your stages. Write here every setting that differs from defaults.ts, e.g. `prod: {
 * ...defaults.prod, alertEmails: ['platform@example.com'] }`.
 */
const stages: Readonly<Record<string, Stage>> = {
  local: defaults.local,
  dev: defaults.dev,
  prod: defaults.prod,
};

/** The stack cannot be built from this; the message names stage, path and remedy. */
export class InvalidConfiguration extends Error {
  override readonly name = 'InvalidConfiguration';
}

/** Checks a stage's values, written in `place`. Throws `InvalidConfiguration`, listing all. */
export const parseConfig = (stage: string, values: unknown, place = 'lib/config.ts'): Config => {
  const result = configSchema.safeParse({ ...(values as object), stage });
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) => `  ${path.join('.') || '(root)'}: ${message}`,
  );
  throw new InvalidConfiguration(
    `Stage '${stage}' is not configured correctly:\n${problems.join('\n')}\nCorrect these ` +
      `values in ${place}.`,
  );
};

/** The configuration of a stage; throws `InvalidConfiguration` for a stage that has no entry. */
export const stageConfig = (stage: string): Config => configIn(stages, stage);

const configIn = (known: Readonly<Record<string, Stage>>, stage: string): Config => {
  if (!Object.hasOwn(known, stage)) {
    const names = Object.keys(known).join(', ');
    throw new InvalidConfiguration(
      `No stage '${stage}' is configured. Use -c stage=<one of: ${names}>, or add an entry ` +
        'to lib/config.ts.',
    );
  }
  return parseConfig(stage, known[stage]);
};

/** A stage as defaults.ts has it, without the changes above. Throws the same errors. */
export const defaultConfig = (stage: string): Config => configIn(defaults, stage);

/** The issuer of tokens, and the audiences whose tokens are taken. */
export type Issuer = Pick<Settings['auth'], 'issuer' | 'jwksUri' | 'audiences'>;

/** The issuer that a stage brings along; none where the stack makes a pool. */
export const ownIssuerOf = ({ auth, console }: Config): Issuer | undefined => {
  if (!auth.issuer) return undefined;
  const { audience, ...issuer } = auth.issuer;
  const ofConsole = console?.client ? [console.client.id] : [];
  return { ...issuer, audiences: [...new Set([audience, ofConsole].flat())] };
};

/** Facts that only deployed stacks know: the tokens' issuer, and the distribution. */
export type Deployed = {
  auth: Issuer;
  cloudFront?: NonNullable<DeliverySettings['cloudFront']> | undefined;
};

/** A day: scanners answer within minutes. */
const defaultWaitHours = 24;

/** Settings for the functions of a stage. */
export const settingsOf = (config: Config, { auth, cloudFront }: Deployed): Settings => ({
  categories: config.categories,
  presignSeconds: config.presignSeconds,
  isAccelerated: config.uploads.accelerate ?? false,
  sessionHours: config.sessionHours,
  temporaryDays: config.retention.temporaryDays,
  multipartBytes: config.uploads.multipartBytes,
  abortMultipartDays: config.retention.abortMultipartDays,
  ...(config.retention.policy.mode === 'auto' && { sweepHours: config.retention.policy.hours }),
  quotas: config.quotas,
  ...config.saga,
  payment: {
    ...config.payment.mapping,
    ...(config.payment.filter && { filter: config.payment.filter }),
  },
  refunds: config.payment.refunds ?? {},
  ...(config.payment.webhooks && { paymentWebhooks: config.payment.webhooks }),
  webhookEndpoints: config.webhooks ?? [],
  announcesUploads: config.uploads.announce ?? false,
  usersMayKeep: config.uploads.usersMayKeep ?? false,
  trustedAmounts: config.payment.trustedAmounts ?? false,
  auth: {
    ...auth,
    adminGroup: config.auth.adminGroup,
    workerGroup: config.auth.workerGroup,
    viewerGroup: config.auth.viewerGroup,
  },
  delivery: deliveryOf(config, cloudFront),
  ...(config.scan && { scan: gateOf(config.scan) }),
  ...(config.variants && {
    variants: {
      sizes: config.variants.sizes,
      hasFfmpeg: config.variants.ffmpegLayerArn !== undefined,
    },
  }),
  ...(config.challenge && { challenge: challengeOf(config.challenge) }),
  ...(config.integrity && { integrity: config.integrity }),
  auditDays: config.retention.auditDays,
  bulkSources: config.bulk.sourceBuckets,
});

const deliveryOf = ({ delivery }: Config, cloudFront: Deployed['cloudFront']): DeliverySettings => {
  const { signedSeconds, linkDays, legacyBaseUrl } = delivery;
  const linkOrigin = linkOriginOf(delivery);
  return {
    signedSeconds,
    linkDays,
    ...(cloudFront && { cloudFront }),
    ...(legacyBaseUrl !== undefined && { legacyBaseUrl }),
    ...(linkOrigin !== undefined && { linkOrigin }),
  };
};

const linkOriginOf = ({ linkOrigin, apiDomain }: Config['delivery']): string | undefined =>
  linkOrigin ?? (apiDomain && `https://${apiDomain.name}`);

const gateOf = ({ unscannable, waitHours }: NonNullable<Config['scan']>): ScanGate => ({
  unscannable,
  waitHours: waitHours ?? defaultWaitHours,
});

const challengeOf = ({
  secretName: _secret,
  ...challenge
}: NonNullable<Config['challenge']>): ChallengeSettings => challenge;
