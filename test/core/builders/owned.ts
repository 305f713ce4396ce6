import { createLink } from '../../../core/delivery/manage-links.ts';
import { createJob } from '../../../core/jobs/create-job.ts';
import type { Caller } from '../../../core/sessions/model/session.ts';
import { worker } from './jobs.ts';
import { aFile, anOrder, anUpload, aPaidOrder, arrived, aVerifiedFile, kept } from './records.ts';
import { alice, mallory, type World } from './world.ts';

/** One record of every kind that a caller can have, all at rest, with `of` in each id. */
const give = async (world: World, { ownerId }: Caller, of: string): Promise<void> => {
  const [done, open] = [`ord_done_${of}`, `ord_open_${of}`];
  const [film, free, photo] = [`upl_film_${of}`, `upl_free_${of}`, `upl_photo_${of}`];
  world.uploads.put(anUpload({ uploadId: `upl_pending_${of}`, ownerId }));
  arrived(world, free, { ownerId, orderIds: [open] });
  const key = `photos/${done}/${photo}`;
  kept(world, photo, { ownerId, key, orderIds: [done] });
  const completed = aPaidOrder({ status: 'completed' }, { status: 'completed' });
  const payment = { paymentId: `pay_${of}`, amount: completed.amount, receivedAt: '2030-01-01' };
  world.orders.put({ ...completed, orderId: done, ownerId, sessionId: `ses_${of}`, payment }, [
    aVerifiedFile('photo', { orderId: done, uploadId: photo, permanentKey: key }),
  ]);
  world.orders.put(anOrder({ orderId: open, ownerId }), [
    aFile('photo', { orderId: open, uploadId: free }),
  ]);
  arrived(world, film, { ownerId });
  await createJob(world, worker, {
    ownerId,
    title: `Cut the film of ${of}`,
    inputs: { film },
    onFinish: { inputs: 'keep', outputs: 'keep' },
  });
  await createLink(world, { ownerId, admin: false, worker: false }, done, {});
};

/** Alice and Mallory, each with one record of every kind. */
export const giveBoth = async (world: World): Promise<World> => {
  await give(world, alice, 'alice');
  await give(world, mallory, 'mallory');
  world.clock.set('2030-01-02T00:00:00.000Z');
  return world;
};

/** Every record and object that carries a word, as text. */
export const whatCarries = async (world: World, word: string): Promise<string[]> => {
  const { uploads } = await world.uploads.list({}, { limit: 100 });
  const { jobs } = await world.jobs.list({}, { limit: 100 });
  return [...uploads, ...world.orders.all, ...jobs, ...world.links.all, ...world.objects.all]
    .map((record) => JSON.stringify(record))
    .filter((text) => text.includes(word));
};
