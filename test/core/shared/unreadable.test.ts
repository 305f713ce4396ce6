import { describe, expect, it } from '@jest/globals';
import { listMadeLinks, listOrderLinks } from '../../../core/delivery/list-links.ts';
import { createLink } from '../../../core/delivery/manage-links.ts';
import { type Link, linkIdOf } from '../../../core/delivery/model/link.ts';
import type { Links } from '../../../core/delivery/ports.ts';
import { RecordUnreadable, TransientFault } from '../../../core/errors.ts';
import { listJobs } from '../../../core/jobs/list-jobs.ts';
import { listAudit } from '../../../core/operations/list-audit.ts';
import { listOrders } from '../../../core/orders/list-orders.ts';
import { reconcilePage } from '../../../core/orders/reconcile-page.ts';
import { listErasures } from '../../../core/retention/list-erasures.ts';
import { complete, readEach, withoutUnreadable } from '../../../core/shared/unreadable.ts';
import { listUploads } from '../../../core/uploads/list-uploads.ts';
import { listDeliveries } from '../../../core/webhooks/list-deliveries.ts';
import { sampleJob } from '../../contracts/shared/samples.ts';
import { MemoryAudit } from '../../fakes/operations/memory-audit.ts';
import { MemoryOrderLists } from '../../fakes/orders/memory-order-lists.ts';
import { damaged } from '../../fakes/shared/damaged.ts';
import { erasureOf } from '../builders/erasures.ts';
import { aFile, anUpload, aPaidOrder } from '../builders/records.ts';
import { aDelivery } from '../builders/webhooks.ts';
import { admin, alice, aWorld, errorOf, type World } from '../builders/world.ts';

const lost = { kind: 'upload', id: 'upl_2', fields: ['status', 'sizeBytes'] };

describe('a reading of which a record cannot be read', () => {
  it('fails as a whole, and says which record it is without its contents', async () => {
    const error = await errorOf(Promise.resolve().then(() => complete(['upl_1'], [lost])));
    expect(error).toMatchObject({
      name: 'RecordUnreadable',
      message:
        'The record of upload upl_2 (status, sizeBytes) fits no schema and cannot be read. ' +
        'Operators can repair it.',
      context: { records: [lost] },
    });
  });

  it('answers the rest to a caller that asks for that', async () => {
    const reading = Promise.resolve().then(() => complete(['upl_1'], [lost]));
    expect(await withoutUnreadable(reading)).toEqual({ answer: ['upl_1'], unreadable: [lost] });
  });

  it('stays an error where there is no rest, or another reason', async () => {
    for (const error of [new RecordUnreadable([lost]), new TransientFault('later')])
      expect(await errorOf(withoutUnreadable(Promise.reject(error)))).toBe(error);
  });

  it('is whole where every record can be read', async () => {
    expect(complete([], [])).toEqual([]);
    expect(await withoutUnreadable(Promise.resolve([1]))).toEqual({ answer: [1], unreadable: [] });
  });

  it('names twenty of many', () => {
    const many = Array.from({ length: 30 }, (_, n) => ({ ...lost, id: `upl_${n}` }));
    const { message } = new RecordUnreadable(many);
    expect(message).toContain('upload upl_19 (status, sizeBytes) and 10 more fits no schema');
  });

  it('goes on with the others where they are read one by one', async () => {
    const read = async (id: string) => {
      if (id === 'upl_2') throw new RecordUnreadable([lost]);
      return id;
    };
    expect(await readEach(['upl_1', 'upl_2', 'upl_3'], read)).toEqual({
      answer: ['upl_1', 'upl_3'],
      unreadable: [lost],
    });
    const fault = new TransientFault('later');
    expect(await errorOf(readEach(['upl_1'], () => Promise.reject(fault)))).toBe(fault);
  });
});

const withLinkLost = (links: World['links'], tokenHash: string): World['links'] => {
  const record = { kind: 'link', id: linkIdOf({ tokenHash }), fields: ['expiresAt'] };
  const others = (all: readonly Link[]) => all.filter((link) => link.tokenHash !== tokenHash);
  return Object.assign(Object.create(links), {
    ofOrder: async (orderId: string) => complete(others(await links.ofOrder(orderId)), [record]),
    ofMaker: async (...args: Parameters<Links['ofMaker']>) => {
      const page = await links.ofMaker(...args);
      return complete({ ...page, links: others(page.links) }, [record]);
    },
  });
};

/** A list as it is answered, of whose three records the second cannot be read. */
const lists: Readonly<Record<string, () => Promise<unknown>>> = {
  'uploads of an owner': () => {
    const world = aWorld();
    for (const n of [1, 2, 3]) world.uploads.put(anUpload({ uploadId: `upl_${n}` }));
    return listUploads({ uploads: damaged(world.uploads, 'upload', ['upl_2']) }, alice, {});
  },
  'jobs of an owner': () => {
    const world = aWorld();
    const { ownerId } = alice;
    for (const n of [1, 2, 3]) world.jobs.put(sampleJob({ jobId: `job_${n}`, ownerId }));
    return listJobs({ jobs: damaged(world.jobs, 'job', ['job_2']) }, alice, {});
  },
  'orders of an owner': () => {
    const { orders, clock } = aWorld();
    for (const n of [1, 2, 3]) orders.put({ ...aPaidOrder(), orderId: `ord_${n}` }, []);
    const all = damaged(new MemoryOrderLists(orders), 'order', ['ord_2']);
    return listOrders({ lists: all, clock, reconcileAfterMinutes: 30 }, alice, {});
  },
  'orders of every owner': () => {
    const { orders, clock } = aWorld();
    for (const n of [1, 2, 3]) orders.put({ ...aPaidOrder(), orderId: `ord_${n}` }, []);
    const all = damaged(new MemoryOrderLists(orders), 'order', ['ord_2']);
    return listOrders({ lists: all, clock, reconcileAfterMinutes: 30 }, admin, {});
  },
  erasures: () => {
    const { erasures } = aWorld();
    for (const n of [1, 2, 3]) erasures.put(erasureOf(anUpload({ uploadId: `upl_${n}` })));
    return listErasures({ erasures: damaged(erasures, 'upload', ['upl_2']) }, {});
  },
  'deliveries of webhooks': async () => {
    const { deliveries } = aWorld();
    for (const n of [1, 2, 3])
      await deliveries.save(aDelivery({ deliveryId: `dlv_${n}`, at: `2030-01-0${n}` }));
    const some = damaged(deliveries, 'delivery', ['dlv_2']);
    return listDeliveries({ deliveries: some, endpoints: [{ name: 'shop' }] }, {});
  },
  'acts of operators': async () => {
    const audit = new MemoryAudit();
    for (const n of [1, 2, 3])
      await audit.begin({
        entryId: `act_${n}`,
        at: `2030-01-0${n}T00:00:00.000Z`,
        actor: 'usr_op',
        action: 'retryOrder',
        outcome: 'pending',
      } as never);
    return listAudit({ audit: damaged(audit, 'entry', ['act_2']) }, {});
  },
};

describe('a list of which a record cannot be read', () => {
  it.each(Object.entries(lists))('%s: shows the others, and names the one', async (_what, list) => {
    const answer = (await list()) as Record<string, unknown>;
    expect(answer.unreadable).toEqual([expect.stringMatching(/_2$/)]);
    const shown = Object.entries(answer).find(([name]) => name !== 'unreadable')?.[1];
    expect(shown).toHaveLength(2);
    expect(JSON.stringify(shown)).toMatch(/_[13]"/);
  });

  it('links of an order and of their maker: shows the others, and names the one', async () => {
    const world = aWorld();
    world.orders.put(aPaidOrder(), [aFile('photo')]);
    const made = [1, 2, 3].map(() => createLink(world, alice, 'ord_1', {}));
    const [, second] = await Promise.all(made);
    const { tokenHash = '' } = second?.link ?? {};
    const links = withLinkLost(world.links, tokenHash);
    const deps = { ...world, links };
    for (const list of [
      listOrderLinks(deps, alice, 'ord_1'),
      listMadeLinks(deps, { ownerId: alice.ownerId }),
    ]) {
      const answer = await list;
      expect(answer.links).toHaveLength(2);
      expect(answer.unreadable).toEqual([linkIdOf({ tokenHash })]);
    }
  });

  it('orders that wait: repairs the others, and says that the one failed', async () => {
    const world = aWorld();
    for (const n of [1, 2, 3]) world.orders.put({ ...aPaidOrder(), orderId: `ord_${n}` }, []);
    world.clock.advance(3_600_001);
    const lost: string[] = [];
    const all = damaged(new MemoryOrderLists(world.orders), 'order', ['ord_2']);
    const { orders } = await reconcilePage({ ...world, lists: all }, { dryRun: false }, (id) =>
      lost.push(id),
    );
    expect(orders).toContainEqual({ orderId: 'ord_2', outcome: 'failed' });
    expect(orders.filter(({ outcome }) => outcome === 'started')).toHaveLength(2);
    expect(lost).toEqual(['ord_2']);
  });
});
