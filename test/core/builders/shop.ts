import { createLink } from '../../../core/delivery/manage-links.ts';
import type { OrderFile } from '../../../core/orders/model/order.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { aFile, aPaidOrder, kept } from './records.ts';
import { aDeliveryWorld, alice, type DeliveryWorld } from './world.ts';

const roles = ['photo', 'audio'];

/** An order with a photo and a recording, both in permanent storage. */
export const aShop = (files: OrderFile[] = roles.map((role) => aFile(role))): DeliveryWorld => {
  const world = aDeliveryWorld();
  for (const role of roles) kept(world, `upl_${role}`, { fileName: `${role}.bin` });
  world.orders.put(aPaidOrder({}, { status: 'completed' }), files);
  return world;
};

/** The token of a link to that order. */
export const aLink = async (world: DeliveryWorld, input: object = {}): Promise<string> =>
  (await createLink(world, alice, 'ord_1', input)).token;

/** The same world, and every call to a port in it, in order. */
export const watched = (world: DeliveryWorld) => {
  const calls: string[] = [];
  const watch = <Port extends object>(name: string, port: Port): Port =>
    faulty(port, (operation) => {
      calls.push(`${name}.${operation}`);
      return undefined;
    });
  const { links, orders, uploads, objects, signer } = world;
  const ports = {
    links: watch('links', links),
    orders: watch('orders', orders),
    uploads: watch('uploads', uploads),
  };
  return {
    calls,
    deps: {
      ...world,
      ...ports,
      objects: watch('objects', objects),
      signer: watch('signer', signer),
    },
  };
};
