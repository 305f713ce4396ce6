import { copyFiles } from '../../../core/orders/copy-files.ts';
import type { OrderFile } from '../../../core/orders/model/order.ts';
import { aFile, aMigratingOrder, arrived, run } from '../builders/records.ts';
import { aWorld, type World } from '../builders/world.ts';

export const chunk = { ...run, roles: ['photo', 'audio'] };
export const key = 'photos/ord_1/upl_photo';

export const claimed = (files: OrderFile[] = [aFile('audio'), aFile('photo')]): World => {
  const world = aWorld();
  for (const { uploadId } of files) arrived(world, uploadId);
  world.orders.put(aMigratingOrder(), files);
  return world;
};

export const copy = (world: World) => copyFiles(world, chunk);

export const copies = ({ objects }: World) =>
  objects.calls.filter(({ operation }) => operation === 'copy').length;
