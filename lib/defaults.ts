import { defaultPaymentEvent } from '../core/event-names.ts';
import { defaultPaymentMapping } from '../core/payment-contract.ts';
import type { Config } from './config-schema.ts';
import { fileCategories } from './uploads/file-categories.ts';

/** A stage without its name. */
export type Stage = Omit<Config, 'stage'>;

const GiB = 1024 ** 3;

const prod: Stage = {
  onRemoval: 'keep',
  allowedOrigins: ['https://www.example.com'],
  alertEmails: [],
  retention: {
    policy: { mode: 'auto', hours: 168 },
    // A file ordered in its last hour, 7 days after it came, has 28 days left until the order must
    // be paid.
    temporaryDays: 35,
    noncurrentDays: 7,
    abortMultipartDays: 7,
    accessLogDays: 90,
    auditDays: 365,
    logDays: 90,
  },
  quotas: {
    session: { files: 200, bytes: 20 * GiB },
    owner: { files: 5_000, bytes: 1_000 * GiB },
    // Offices and schools share an address.
    ip: { filesPerDay: 2_000, bytesPerDay: 200 * GiB },
  },
  categories: fileCategories,
  uploads: { multipartBytes: 100_000_000, healAfterSeconds: 60 },
  presignSeconds: 900,
  sessionHours: 24,
  payment: {
    ...defaultPaymentEvent,
    mapping: defaultPaymentMapping,
    // Prefix of our order ids. A payment without such an id belongs to another product.
    filter: { startsWith: 'ord_' },
    // An event that overtook its order is looked at every minute, 15 times: a quarter of an hour,
    // then the dead-letter queue and an alarm.
    retry: { visibilitySeconds: 60, maxReceives: 15 },
  },
  auth: {
    adminGroup: 'admin',
    workerGroup: 'worker',
    viewerGroup: 'viewer',
    passwordSignIn: false,
  },
  saga: {
    chunkSize: 25,
    maxAttempts: 2,
    multipartCopyBytes: 512 * 1024 ** 2,
    reconcileAfterMinutes: 60,
  },
  // 85 of the account's concurrency at most; the arithmetic stands at each consumer.
  consumers: { payments: 10, paymentsReserved: 10, endings: 5, arrivals: 60, promotions: 10 },
  throttle: {
    // 1,000 orders a minute of 25 files: 417 requests a second on POST /uploads.
    api: { ratePerSecond: 500, burst: 1_000 },
    // And 17 visitors a second.
    sessions: { ratePerSecond: 20, burst: 40 },
    // A link is 128 random bits: this bounds what guessing costs us, not whether it could succeed.
    links: { ratePerSecond: 50, burst: 100 },
    webhooks: { ratePerSecond: 50, burst: 100 },
  },
  // Five years, as long as printed links are promised, and the two leap days that may be in them.
  delivery: {
    enabled: true,
    signedSeconds: 900,
    publicSeconds: 3_600,
    linkDays: 1827,
    priceClass: 'PriceClass_100',
  },
  bulk: { sourceBuckets: [], concurrency: 40 },
  observability: { enabled: true, cacheHitRatio: true },
  // A year for all of them. No byte is read.
  integrity: { everyWeeks: 52 },
};

const dev: Stage = {
  ...prod,
  onRemoval: 'remove',
  // A fresh account has nothing to reserve.
  consumers: { payments: 10, endings: 5, arrivals: 60, promotions: 10 },
  allowedOrigins: ['http://localhost:3000', 'http://localhost:5173'],
  retention: { ...prod.retention, accessLogDays: 14, logDays: 14 },
  observability: { enabled: true, cacheHitRatio: false },
};

const unhurried = { ratePerSecond: 1000, burst: 2000 };

const local: Stage = {
  ...dev,
  auth: { ...dev.auth, passwordSignIn: true },
  // Parts that are cheap to send, and a lost completion that is soon missed.
  uploads: { multipartBytes: 8 * 1024 ** 2, healAfterSeconds: 5 },
  // The emulator needs no quarter of an hour: four receives, five seconds apart.
  payment: { ...dev.payment, retry: { visibilitySeconds: 5, maxReceives: 4 } },
  // All local clients share one address; a session's bytes stay within reach of a test.
  quotas: {
    session: { files: 5_000, bytes: 10 * GiB },
    owner: { files: 100_000, bytes: 10_000 * GiB },
    ip: { filesPerDay: 1_000_000, bytesPerDay: 1_000_000 * GiB },
  },
  throttle: { api: unhurried, sessions: unhurried, links: unhurried, webhooks: unhurried },
  // The emulator has no CloudFront: the same port signs storage's own URLs.
  // Registered files are served by any web server of the developer's on port 8090.
  delivery: { ...dev.delivery, enabled: false, legacyBaseUrl: 'http://localhost:8090' },
  // Nor a Distributed Map that gives its children their objects.
  bulk: { sourceBuckets: ['keepsake-local-legacy'], concurrency: 4, inTurns: true },
  // Nor metric math and dashboards worth looking at.
  observability: { ...dev.observability, enabled: false },
};

/** The stages as they come. Write yours in config.ts, so that changes here do not touch them. */
export const defaults = { local, dev, prod };
