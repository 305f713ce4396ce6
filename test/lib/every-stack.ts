import type { Template } from 'aws-cdk-lib/assertions';
import { defaultConfig, parseConfig } from '../../lib/config.ts';
import type { Config } from '../../lib/config-schema.ts';
import { templatesOf } from './synthesize.ts';

const prod = defaultConfig('prod');

const connection = { header: 'Authorization', secretName: 'keepsake/prod/payment-provider' };
const call = { endpoint: 'https://payments.example.com/refunds', connection, ratePerSecond: 10 };

/** A console whose operators sign in by the stage's own pool. */
export const consoleSettings = {
  domain: {
    name: 'ops.example.com',
    certificateArn:
      'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-4000-8000-000000000000',
  },
  signInPrefix: 'keepsake-prod',
};

/** A production stage that uses everything it may: every stack there is. */
export const everythingConfig: Config = parseConfig('prod', {
  ...prod,
  alertEmails: ['operators@example.com'],
  delivery: { ...prod.delivery, distributionId: 'E2QWRUHAPOMQZL' },
  observability: { ...prod.observability, monthlyBudgetUsd: 200 },
  uploads: { ...prod.uploads, accelerate: true, announce: true },
  payment: {
    ...prod.payment,
    webhooks: {
      stripe: { secretName: 'keepsake/prod/stripe-webhooks', toleranceSeconds: 300 },
      mollie: { secretName: 'keepsake/prod/mollie' },
    },
  },
  webhooks: [
    {
      name: 'shop',
      url: 'https://shop.example.com/hooks',
      secretName: 'keepsake/prod/shop-webhooks',
      events: ['OrderMigrationCompleted', 'UploadReceived'],
    },
  ],
  variants: {
    sizes: [{ name: 'thumbnail', widthPx: 320, heightPx: 320, fit: 'cover' }],
    automatic: true,
    ffmpegLayerArn: 'arn:aws:lambda:eu-central-1:111111111111:layer:ffmpeg:3',
  },
  scan: { by: 'guardduty', unscannable: 'refuse' },
  refund: {
    failed: call,
    completed: { ...call, endpoint: 'https://payments.example.com/captures' },
  },
  permissionsBoundary: 'developer-boundary',
  tags: { 'cost-center': '4711' },
});

/** The same with the operators' console. */
export const consoleConfig: Config = parseConfig('prod', {
  ...everythingConfig,
  console: consoleSettings,
});

/** The API's own domain, and the front door before it. */
export const frontDoorConfig: Config = parseConfig('prod', {
  ...consoleConfig,
  delivery: {
    ...consoleConfig.delivery,
    apiDomain: {
      name: 'api.example.com',
      certificateArn:
        'arn:aws:acm:eu-central-1:111111111111:certificate/00000000-0000-4000-8000-000000000000',
    },
  },
  frontDoor: {
    origin: 'd-abc123.execute-api.eu-central-1.amazonaws.com',
    certificateArn: consoleSettings.domain.certificateArn,
    secretName: 'keepsake/prod/front-door',
  },
});

/** A second region, with replicas of the tables. */
export const replicaConfig: Config = parseConfig('prod', {
  ...everythingConfig,
  replica: { region: 'eu-west-1', tables: 'global' },
});

/** The templates of that stage, by stack. */
export const everyStack = (config: Config = everythingConfig): Record<string, Template> =>
  templatesOf(config);
