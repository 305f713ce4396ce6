import { beforeAll, describe, expect, it } from '@jest/globals';
import { DynamoDeliveries } from '../../../adapters/webhooks/dynamo-deliveries.ts';
import type { RouteName } from '../../../core/route-functions.ts';
import { routes } from '../../../core/routes.ts';
import { documents } from '../../contracts/shared/emulator.ts';
import { freshId } from '../../contracts/shared/samples.ts';
import { aDelivery, aWebhook } from '../../core/builders/webhooks.ts';
import { orderIn, pay, paymentOf, payWith, placedOrder } from '../orders/paid-order.ts';
import { deployed } from '../shared/deployed.ts';
import { eventually } from '../shared/eventually.ts';
import { anOperator } from '../shared/operator.ts';
import { aUser } from '../shared/pool-user.ts';
import { announced, send, uploaded } from '../shared/sample-upload.ts';
import { aVisitor, request, Visitor } from '../shared/visitor.ts';
import { plannedFilm } from '../uploads/upload-in-parts.ts';
import { changeRecord } from '../uploads/upload-records.ts';
import { answered, ask, note } from './answered-routes.ts';

let owner: Visitor;
let user: Visitor;
const operator = anOperator();

const sessions = async (): Promise<void> => {
  const { body } = await note('POST', '/sessions', request({ method: 'POST', path: '/sessions' }));
  await uploaded(new Visitor(body.token));
  await ask(user, 'POST', '/sessions/claim', { token: body.token });
};

/** An upload that came from an older system, which only a migration makes. */
const legacyFile = async (): Promise<void> => {
  const { uploadId } = await uploaded(owner);
  await changeRecord(uploadId, { legacyPath: `2019/${uploadId}.jpg` });
  await ask(owner, 'GET', `/legacy?path=/2019/${uploadId}.jpg`);
};

const uploads = async (): Promise<void> => {
  const upload = await announced(owner);
  answered.set('createUpload', 201);
  await send(upload, upload.bytes);
  await ask(owner, 'POST', `/uploads/${upload.uploadId}/complete`);
  for (const path of ['', '/download', '/download?format=json'])
    await ask(owner, 'GET', `/uploads/${upload.uploadId}${path}`);
  await ask(owner, 'GET', '/uploads?category=photo&limit=1');
  await legacyFile();
  await ask(owner, 'POST', '/uploads/text', {
    filename: 'notes.txt',
    text: 'Hello',
    category: 'transcript',
  });
  await ask(operator, 'POST', `/uploads/${upload.uploadId}/promote`);
  const reason = 'The scanner was wrong.';
  await ask(operator, 'POST', `/uploads/${upload.uploadId}/overrule`, { reason });
  await ask(operator, 'POST', '/uploads/owners', {
    changes: [{ uploadId: upload.uploadId, ownerId: 'usr_1' }],
    dryRun: true,
  });
  await ask(owner, 'DELETE', `/uploads/${(await announced(owner)).uploadId}`);
  const film = await plannedFilm(owner);
  await ask(owner, 'POST', `/uploads/${film.uploadId}/parts`, { parts: [{ partNumber: 1 }] });
  await ask(owner, 'GET', `/uploads/${film.uploadId}/parts`);
};

const orders = async (): Promise<void> => {
  const { order } = await placedOrder(owner, ['photo']);
  answered.set('createOrder', 201);
  const { uploadId } = await uploaded(owner);
  await ask(operator, 'PUT', `/orders/${order.orderId}/files/photo`, { uploadId });
  await pay(order);
  await orderIn(owner, 'completed', order);
  for (const path of ['', '/timeline', '/files/photo'])
    await ask(owner, 'GET', `/orders/${order.orderId}${path}`);
  await ask(owner, 'GET', '/orders');
  const { token } = (await ask(owner, 'POST', `/orders/${order.orderId}/links`, {})).body;
  for (const path of [`/l/${token}`, `/l/${token}/qr.svg`, `/l/${token}/qr.png`])
    await note('GET', path, request({ method: 'GET', path }));
  await ask(owner, 'PUT', `/links/${token}`, { orderId: order.orderId, role: 'photo' });
  await ask(owner, 'DELETE', `/links/${token}`);
  await linksOfOrder(order.orderId);
  await holdOf(uploadId);
};

/** A legal hold on a kept file. */
const holdOf = async (uploadId: string): Promise<void> => {
  await ask(operator, 'POST', `/uploads/${uploadId}/hold`, { reason: 'A lawsuit.' });
  await ask(operator, 'GET', '/holds');
  await ask(operator, 'DELETE', `/uploads/${uploadId}/hold`);
};

/** The erasure of everything that another visitor has. */
const erasureOfOwner = async (): Promise<void> => {
  const visitor = await aVisitor();
  await uploaded(visitor);
  const { ownerId } = (await visitor.get('/uploads')).body.uploads[0];
  await ask(operator, 'POST', '/owners/erasure', { ownerId, dryRun: false });
  await ask(operator, 'GET', `/sessions?ownerId=${ownerId}`);
  await ask(operator, 'GET', `/owners/erasure?ownerId=${ownerId}`);
};

const linksOfOrder = async (orderId: string): Promise<void> => {
  const links = `/orders/${orderId}/links`;
  const { linkId } = (await owner.post(links, {})).body;
  await ask(owner, 'GET', links);
  await ask(operator, 'PUT', `${links}/${linkId}`, { orderId, role: 'photo' });
  await ask(operator, 'DELETE', `${links}/${linkId}`);
};

/** An order whose payment has another amount: a person decides on it. */
const heldPayment = async (): Promise<void> => {
  const { order } = await placedOrder(owner, ['photo']);
  const payment = { ...paymentOf(order), amount: { value: 1, currency: 'EUR' } };
  await payWith(payment);
  const path = `/orders/${order.orderId}/payments/${payment.paymentId}/settle`;
  await eventually('the held payment is settled', async () => {
    const { status } = await ask(operator, 'POST', path, { note: 'paid back' });
    return status < 400 ? status : undefined;
  });
};

/** An order whose file is gone when it is paid, for the routes of repair. */
const repairs = async (): Promise<void> => {
  const { order, uploads: sent } = await placedOrder(owner, ['photo']);
  await owner.ask('DELETE', `/uploads/${sent[0]?.uploadId}`);
  await pay(order);
  await orderIn(owner, 'refund_requested', order);
  await eventually('the execution has ended, too', async () => {
    const { status } = await ask(operator, 'POST', `/orders/${order.orderId}/compensate`, {});
    return status < 400 ? status : undefined;
  });
  await ask(operator, 'POST', `/orders/${order.orderId}/retry`, { refundStopped: true });
};

const jobs = async (): Promise<void> => {
  const wanted = async () => ({
    title: 'Cut',
    inputs: { photo: (await uploaded(owner)).uploadId },
    onFinish: { inputs: 'keep', outputs: 'keep' },
  });
  const [done, broken] = [
    await ask(owner, 'POST', '/jobs', await wanted()),
    await ask(owner, 'POST', '/jobs', await wanted()),
  ];
  await ask(owner, 'GET', '/jobs');
  await ask(owner, 'GET', `/jobs/${done.body.jobId}`);
  await ask(owner, 'POST', `/jobs/${done.body.jobId}/finish`, {});
  await ask(owner, 'POST', `/jobs/${broken.body.jobId}/fail`, { reason: 'It would not open.' });
};

const upkeep = async (): Promise<void> => {
  for (const path of [
    '/stats',
    '/attention',
    '/audit',
    '/links?ownerId=usr_a',
    '/quotas?ownerId=usr_a',
  ])
    await ask(operator, 'GET', path);
  await ask(operator, 'POST', '/search', { query: 'ord_none' });
  for (const path of ['/metrics', '/alarms', '/erasures']) await ask(operator, 'GET', path);
  const parked = '/dead-letters/promotions-requests';
  for (const path of ['/dead-letters', parked]) await ask(operator, 'GET', path);
  await ask(operator, 'POST', `${parked}/redrive`);
  await ask(operator, 'POST', `${parked}/drop`, { messageIds: ['none'] });
  await ask(operator, 'POST', '/reconcile', { dryRun: true });
  await ask(operator, 'POST', '/orphans', { dryRun: true, prefix: 'none/' });
  await ask(operator, 'POST', '/cleanup', { olderThanHours: 1, dryRun: true });
};

/** A delivery on record, on a stage that sends no webhooks: sending it again is refused. */
const webhooks = async (): Promise<void> => {
  const delivery = aDelivery({ webhook: aWebhook({ id: freshId('evt') }) });
  const until = new Date(Date.now() + 3_600_000);
  await new DynamoDeliveries(documents, deployed.tables.deliveries).save(delivery, until);
  const path = `/webhook-deliveries/${delivery.deliveryId}`;
  for (const each of ['/webhook-endpoints', '/webhook-deliveries?endpoint=shop', path])
    await ask(operator, 'GET', each);
  const { status } = await ask(operator, 'POST', `${path}/send`);
  if (status === 400) answered.set('sendWebhookAgain', status);
};

/** Requests of clients of an older upload service. */
const older = async (): Promise<void> => {
  const send = async (path: string, fields: Record<string, string>, file?: File) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    if (file) form.append('file', file);
    const encoded = new Response(form);
    const headers = { 'content-type': encoded.headers.get('content-type') ?? '' };
    const sent = { method: 'POST', path, token: owner.token, headers, body: await encoded.text() };
    return note('POST', path, request(sent));
  };
  const story = new File(['Once upon a time'], 'story.txt', { type: 'text/plain' });
  await send('/api/upload/video', { category: 'transcript' }, story);
  await send('/api/upload/transcript-text', { text: 'Once upon a time' });
  const { body } = await send('/api/upload/transcript-file', {}, story);
  await ask(owner, 'GET', `/api/upload/${body.upload_id}/download`);
  for (const root of ['', '/api/v1'])
    for (const end of ['url', 'stream'])
      await ask(owner, 'GET', `${root}/tracks/${body.upload_id}/audio/${end}`);
  await ask(operator, 'POST', `/api/upload/${body.upload_id}/move-to-permanent`);
  await ask(operator, 'POST', '/api/upload/cleanup-temp?hours=1&dry_run=true');
  await ask(operator, 'GET', '/api/upload/stats/overview');
};

const source = { bucket: 'keepsake-local-legacy', prefix: 'nothing-here/' };

const batches = async (root: string, older: boolean): Promise<void> => {
  const made = async (): Promise<string> =>
    (await ask(operator, 'POST', older ? `${root}/batch` : root, { source, category: 'photo' }))
      .body.batchId;
  const act = (verb: string, batchId: string, body: object = {}) =>
    older
      ? ask(operator, 'POST', `${root}/${verb}`, { batchId, ...body })
      : ask(operator, 'POST', `${root}/${batchId}/${verb}`, body);
  const batchId = await made();
  await ask(operator, 'GET', older ? `${root}/batches` : root);
  await ask(operator, 'GET', older ? `${root}/progress/${batchId}` : `${root}/${batchId}`);
  await ask(operator, 'GET', older ? `${root}/batch/${batchId}/files` : `${root}/${batchId}/files`);
  await ask(operator, 'GET', `/batches/${batchId}/failures`);
  await act(older ? 'process' : 'start', batchId);
  await act('verify', await made());
  const stopped = await made();
  await ask(operator, 'POST', `/batches/${stopped}/pause`);
  await act('rollback', stopped);
  await ask(operator, 'POST', `/batches/${stopped}/resume`);
  await ask(operator, 'POST', `/batches/${await made()}/cancel`);
};

describe('every documented route', () => {
  beforeAll(async () => {
    [owner, user] = await Promise.all([aVisitor(), aUser()]);
    await Promise.all([
      sessions(),
      uploads(),
      orders(),
      heldPayment(),
      repairs(),
      jobs(),
      upkeep(),
      erasureOfOwner(),
      webhooks(),
      older(),
      batches('/batches', false),
      batches('/api/migration', true),
    ]);
  });

  it.each(Object.keys(routes))('%s does what it is documented for', (name) => {
    expect([name, answered.get(name as RouteName)]).toEqual([name, expect.any(Number)]);
  });
});
