import { createBatch } from '../../../core/bulk/create-batch.ts';
import { recordIdOf, uploadIdOf } from '../../../core/bulk/model/batch-names.ts';
import { planOf } from '../../../core/bulk/request-batch.ts';
import { createJob } from '../../../core/jobs/create-job.ts';
import { createSession } from '../../../core/sessions/create-session.ts';
import { createUpload } from '../../../core/uploads/create-upload.ts';
import { createLinkRoute } from '../../../lambdas/delivery/link-routes.ts';
import { worker } from '../../core/builders/jobs.ts';
import { aFile, anOrder, aPaidOrder, arrived, aVerifiedFile } from '../../core/builders/records.ts';
import { inStage } from '../../core/builders/stage-plan.ts';
import { alice, mallory } from '../../core/builders/world.ts';
import { MemorySigner } from '../../fakes/uploads/memory-signer.ts';
import { ask } from '../delivery/gateway.ts';
import { keptOrder, linked } from '../delivery/world.ts';
import { aStageWorld, type StageWorld } from '../stage/stage-world.ts';

const job = (input: string, onFinish: object) => ({
  ownerId: alice.ownerId,
  title: 'Cut',
  inputs: { film: input },
  onFinish,
});

const heldPayment = {
  paymentId: 'pay_2',
  amount: { value: 1, currency: 'EUR' },
  receivedAt: '2030-01-01T00:00:00.000Z',
  reason: 'amount_mismatch',
} as const;

/** Puts a file of Alice's on record that lies in an older system's bucket. Answers its id. */
const registered = (world: StageWorld): string => {
  const path = 'media/tent.jpg';
  const plan = planOf(world, {
    source: { bucket: 'legacy', prefix: '' },
    category: 'photo',
    ownerId: alice.ownerId,
    include: [],
    exclude: [],
    onConflict: 'skip',
  });
  const uploadId = uploadIdOf(recordIdOf(plan, path));
  const upload = arrived(world, uploadId, { legacyPath: path, source: 'local' });
  world.uploads.put({ ...upload, status: 'permanent' });
  return uploadId;
};

/** A paid order of Mallory's with a link, and a job: what a stranger may put her files into. */
const mallorys = async (world: StageWorld) => {
  const of = { orderId: 'ord_mallory' };
  const { ownerId } = mallory;
  await world.orders.create(
    aPaidOrder({ status: 'completed' }, { ...of, ownerId, status: 'completed' }),
    [aVerifiedFile('photo', { ...of, uploadId: 'upl_mallory' })],
  );
  const { text } = await ask((request) => createLinkRoute(world)(request, world.ids), {
    params: { id: of.orderId },
    body: {},
    caller: mallory,
  });
  arrived(world, 'upl_mallory', { ownerId });
  const { jobId } = await createJob(world, mallory, {
    ...job('upl_mallory', { inputs: 'keep', outputs: 'delete' }),
    ownerId,
  });
  const { token, linkId }: Record<'token' | 'linkId', string> = JSON.parse(text);
  return { ...of, token, linkId, jobId };
};

/** One stage with something of Alice's in every state that a route asks for. */
export const stageOfAlice = async () => {
  const world = { ...aStageWorld(), trustedAmounts: true };
  await keptOrder(world, { photo: {} });
  await keptOrder(world, { photo: {} }, 'ord_2');
  const { token = '', linkId = '' } = await linked(world);
  const requestedAt = '2020-01-01T00:00:00.000Z';
  await world.ownerErasures.begin({
    ownerId: alice.ownerId,
    requestedAt,
    requestedBy: 'usr_admin',
    finishedAt: requestedAt,
  });
  arrived(world, 'upl_free', { legacyPath: 'old/free.jpg' });
  for (const id of ['upl_film', 'upl_kept']) arrived(world, id);
  const parts = await createUpload({ ...world, signer: new MemorySigner() }, alice, {
    filename: 'film.mp4',
    category: 'video',
    contentType: 'video/mp4',
    sizeBytes: 20 * 1024 ** 2,
  });
  const running = await createJob(
    world,
    worker,
    job('upl_film', { inputs: 'keep', outputs: 'keep' }),
  );
  const keeping = await createJob(
    world,
    worker,
    job('upl_kept', { inputs: 'promote', outputs: 'keep' }),
  );
  const failed = aPaidOrder(
    { status: 'failed' },
    { orderId: 'ord_failed', status: 'refund_requested' },
  );
  await world.orders.create(failed, [aFile('photo', { orderId: 'ord_failed' })]);
  await world.orders.create(anOrder({ orderId: 'ord_open' }), []);
  await world.orders.create(anOrder({ orderId: 'ord_held', heldPayments: [heldPayment] }), [
    aFile('photo', { orderId: 'ord_held', uploadId: 'upl_lost' }),
  ]);
  for (const batchId of ['bat_1', 'bat_2'])
    await createBatch(world, {
      batchId,
      plan: inStage(),
      dryRun: false,
      createdBy: 'usr_admin',
      shards: 1,
    });
  const session = await createSession(world);
  const foreign = await mallorys(world);
  const files = ['upl_free', 'upl_film', 'upl_kept', parts.uploadId];
  const orders = ['ord_1', 'ord_2', 'ord_failed', 'ord_open', 'ord_held'];
  return {
    world,
    token,
    linkId,
    sessionToken: session.token,
    parts: parts.uploadId,
    running: running.jobId,
    keeping: keeping.jobId,
    registered: registered(world),
    foreign,
    /** Ids of her records, which no answer to somebody else contains. */
    hers: [...files, ...orders, linkId, running.jobId, keeping.jobId],
  };
};

export type StageOfAlice = Awaited<ReturnType<typeof stageOfAlice>>;
