import { createHash } from 'node:crypto';
import { beginCompensation } from '../../../../core/orders/begin-compensation.ts';
import { removeCopies } from '../../../../core/orders/remove-copies.ts';
import { createSession } from '../../../../core/sessions/create-session.ts';
import { amount, ownerId, placeOrder, placeUpload, randomFiles } from '../place-order.ts';
import { runOf, runSaga, type StepName } from '../warm/in-process.ts';
import { config, type World } from '../world.ts';

const bytes = Buffer.from('not really a photo');

const announced = {
  filename: 'photo.jpg',
  contentType: 'image/jpeg',
  sizeBytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('base64'),
  category: 'photo',
};

/**
 * An event for the first use of a function, by its name, and by the route where a function serves
 * several, each time over fresh records in the state that the function expects.
 */
export const firstEvents = (world: World): Record<string, () => Promise<unknown>> => {
  const upload = () =>
    placeUpload(world, { role: 'photo', category: 'photo', contentType: 'image/jpeg', bytes });
  const uploadRequest = (routeKey: string) => async () =>
    request(routeKey, {}, (await upload()).uploadId);
  return {
    sessions: async () => request('POST /sessions', {}),
    authorizer: async () => {
      const { token } = await createSession({ ...world, sessionHours: config.sessionHours });
      return { headers: { authorization: `Bearer ${token}` } };
    },
    presign: async () => request('POST /uploads', announced),
    // Completed already, so the function only finds the record. A pending upload would add a HEAD
    // and a PUT of the emulator's.
    'uploads: complete': uploadRequest('POST /uploads/{id}/complete'),
    'uploads: get': uploadRequest('GET /uploads/{id}'),
    'orders: create': async () =>
      request('POST /orders', {
        amount,
        files: [{ uploadId: (await upload()).uploadId, role: 'photo', required: true }],
      }),
    'orders: get': async () =>
      request('GET /orders/{id}', {}, await placeOrder(world, randomFiles(4))),
    // A payment of the wrong amount: recorded and alerted, and no execution disturbs the next
    // sample.
    'receive-payment': async () => {
      const orderId = await placeOrder(world, randomFiles(4));
      return messages({
        detail: { orderId, paymentId: 'pay_bench', amount: { ...amount, value: 1 } },
      });
    },
    'claim-order': async () => (await placeUntil(world, 'Claim order')).run,
    'copy-files': async () => (await placeUntil(world, 'Copy files')).chunk,
    'verify-files': async () => (await placeUntil(world, 'Verify files')).chunk,
    'commit-order': async () => (await placeUntil(world, 'Commit order')).run,
    announce: async () => (await placeUntil(world, 'Announce completion')).run,
    'begin-compensation': async () => (await placeUntil(world, 'Verify files')).run,
    'remove-copies': async () => (await undoUntilRemoved(world, false)).chunk,
    'fail-order': async () => (await undoUntilRemoved(world, true)).run,
    'watch-executions': () => statusChange(world),
    reconcile: async () => ({}),
  };
};

const request = (routeKey: string, body: unknown, id = '') => ({
  routeKey,
  headers: {},
  pathParameters: { id },
  body: JSON.stringify(body),
  requestContext: { authorizer: { lambda: { ownerId, admin: false, worker: false } } },
});

const messages = (...events: unknown[]) => ({
  Records: events.map((event, index) => ({ messageId: `${index}`, body: JSON.stringify(event) })),
});

const placeUntil = async (world: World, until?: StepName) => {
  const orderId = await placeOrder(world, randomFiles(4));
  const [chunk] = await runSaga(world, orderId, until);
  return { run: runOf(orderId), chunk };
};

const undoUntilRemoved = async (world: World, remove: boolean) => {
  const { run, chunk } = await placeUntil(world, 'Verify files');
  await beginCompensation(world, run);
  if (remove && chunk) await removeCopies(world, chunk);
  return { run, chunk };
};

const statusChange = async (world: World) => {
  const { run } = await placeUntil(world);
  return messages({ detail: { name: run.runId, status: 'ABORTED', input: JSON.stringify(run) } });
};
