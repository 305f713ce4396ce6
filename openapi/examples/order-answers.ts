import { ids } from './ids.ts';

const createdAt = '2030-01-01T12:00:00.000Z';
const paidAt = '2030-01-01T12:03:20.000Z';
const startedAt = '2030-01-01T12:03:21.000Z';
const endedAt = '2030-01-01T12:03:25.000Z';
const sha256 = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const inFiveYears = '2034-12-31T12:00:00.000Z';

const awaited = {
  orderId: ids.order,
  status: 'awaiting_payment',
  amount: { value: 49.9, currency: 'EUR' },
  migration: { status: 'pending', attempt: 0 },
  createdAt,
  updatedAt: createdAt,
};

const film = { role: 'film', required: false, uploadId: ids.film, status: 'skipped' };

const placedOrder = {
  ...awaited,
  files: [
    { role: 'photo', required: true, uploadId: ids.photo, status: 'pending' },
    { ...film, status: 'pending' },
  ],
};

const completed = {
  ...awaited,
  status: 'completed',
  migration: { status: 'completed', attempt: 1, startedAt, completedAt: endedAt },
  updatedAt: endedAt,
};

const completedOrder = {
  ...completed,
  files: [
    {
      role: 'photo',
      required: true,
      uploadId: ids.photo,
      status: 'verified',
      permanentKey: `photos/${ids.order}/${ids.photo}`,
      versionId: ids.version,
      sizeBytes: 2_481_152,
      sha256,
      verifiedBy: 'sha256',
    },
    film,
  ],
};

const cause = { code: 'source_missing', message: 'The source is missing.', role: 'photo' };

const failedTimeline = {
  ...awaited,
  ownerId: ids.owner,
  status: 'refund_requested',
  migration: { status: 'failed', attempt: 1, startedAt, error: cause },
  refund: {
    requested: true,
    idempotencyKey: `refund-${ids.order}-${ids.payment}`,
    requestedAt: endedAt,
    state: 'requested',
  },
  updatedAt: endedAt,
  files: [
    { role: 'photo', required: true, uploadId: ids.photo, status: 'failed', failure: cause },
    film,
  ],
  failure: cause,
  events: [
    { at: createdAt, event: 'created' },
    { at: paidAt, event: 'payment_accepted', paymentId: ids.payment },
    { at: startedAt, event: 'migration_started', attempt: 1, runId: `${ids.order}-1` },
    { at: endedAt, event: 'compensated', attempt: 1 },
    { at: endedAt, event: 'refund_requested' },
  ],
  attempts: [
    {
      attempt: 1,
      runs: [`${ids.order}-1`],
      startedAt,
      endedAt,
      outcome: 'compensated',
      cause,
    },
  ],
  undone: [],
  outstanding: [
    {
      who: 'payment_provider',
      what: 'refund',
      idempotencyKey: `refund-${ids.order}-${ids.payment}`,
    },
  ],
};

const retriedTimeline = {
  ...placedOrder,
  ownerId: ids.owner,
  status: 'paid',
  migration: { status: 'pending', attempt: 1 },
  updatedAt: endedAt,
  events: [
    { at: createdAt, event: 'created' },
    { at: paidAt, event: 'payment_accepted', paymentId: ids.payment },
    { at: endedAt, event: 'retry_requested' },
  ],
  outstanding: [{ who: 'keepsake', what: 'migrate' }],
};

const link = {
  linkId: ids.link,
  orderId: ids.order,
  role: 'photo',
  state: 'live',
  createdAt,
  expiresAt: inFiveYears,
};

const url = `https://api.example.com/l/${ids.linkToken}`;

/** Answers about orders and links, by the name the document has for each. */
export const orderAnswers = {
  placedOrder,
  completedOrder,
  orderPage: { orders: [completed] },
  ownersTimeline: {
    ...completedOrder,
    events: [
      { at: createdAt, event: 'created' },
      { at: paidAt, event: 'payment_accepted' },
      { at: startedAt, event: 'migration_started', attempt: 1 },
      { at: endedAt, event: 'completed', attempt: 1 },
    ],
    outstanding: [],
  },
  failedTimeline,
  retriedTimeline,
  createdLink: {
    token: ids.linkToken,
    url,
    qrSvgUrl: `${url}/qr.svg`,
    qrPngUrl: `${url}/qr.png`,
    linkId: ids.link,
    orderId: ids.order,
    role: 'photo',
    expiresAt: inFiveYears,
  },
  link,
  orderLinks: { links: [link] },
  madeLinks: { links: [{ ...link, ownerId: ids.owner }] },
  linkPage: '<!doctype html><html lang="en"><title>Your files</title></html>',
  qrSvg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 33 33"></svg>',
  qrPng: '<bytes>',
};
