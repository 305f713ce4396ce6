import type { DeliverySettings } from '../../../core/contract.ts';
import { permanentKey, type Upload } from '../../../core/uploads/model/upload.ts';
import { followLinkRoute } from '../../../lambdas/delivery/follow-link-route.ts';
import { linkQrRoute } from '../../../lambdas/delivery/link-qr-route.ts';
import { linkRefusal } from '../../../lambdas/delivery/link-refusal.ts';
import {
  createLinkRoute,
  retargetLinkRoute,
  revokeLinkRoute,
} from '../../../lambdas/delivery/link-routes.ts';
import { type Arrival, aPaidOrder, arrived, aVerifiedFile } from '../../core/builders/records.ts';
import { alice, aWorld, filesBucket } from '../../core/builders/world.ts';
import { ask, type Told } from './gateway.ts';
import { NamedSigner } from './signers.ts';

/** Every port and setting in memory, in the shape the routes take. */
export const aRouteWorld = () => {
  const world = aWorld();
  const delivery: DeliverySettings = {
    signedSeconds: world.signedSeconds,
    linkDays: world.linkDays,
  };
  return { ...world, delivery, signer: new NamedSigner() };
};

export type RouteWorld = ReturnType<typeof aRouteWorld>;

/** Puts a file in permanent storage and says so in its record. */
export const kept = (
  world: RouteWorld,
  uploadId: string,
  { orderId = 'ord_1', ...how }: Arrival & { orderId?: string } = {},
): Upload => {
  const upload = arrived(world, uploadId, how);
  const key = permanentKey('photos', orderId, upload);
  const { versionId } = world.objects.put(filesBucket, key, how.bytes ?? `bytes of ${uploadId}`, {
    contentType: upload.contentType,
  });
  const { etag: _temporary, ...rest } = upload;
  const moved: Upload = { ...rest, status: 'permanent', bucket: filesBucket, key, versionId };
  world.uploads.put(moved);
  return moved;
};

/** A completed order of Alice's with one kept file per role. */
export const keptOrder = async (
  world: RouteWorld,
  files: Record<string, Arrival>,
  orderId = 'ord_1',
): Promise<void> => {
  for (const [role, how] of Object.entries(files))
    kept(world, `upl_${orderId}_${role}`, { orderId, ...how });
  const ledger = Object.keys(files).map((role) =>
    aVerifiedFile(role, { orderId, uploadId: `upl_${orderId}_${role}` }),
  );
  await world.orders.create(
    aPaidOrder({ status: 'completed' }, { orderId, status: 'completed' }),
    ledger,
  );
};

/** Makes a link to an order (or one role of it) as its owner. */
export const linked = async (
  world: RouteWorld,
  body: object = {},
  orderId = 'ord_1',
): Promise<Record<string, string>> => {
  const { text } = await ask((request) => createLinkRoute(world)(request, world.ids), {
    params: { id: orderId },
    body,
    caller: alice,
  });
  return JSON.parse(text);
};

/** Follows a link without a token, as a phone would. */
export const follow = (world: RouteWorld, token: string): Promise<Told> =>
  ask(followLinkRoute(world), { route: 'GET /l/{token}', params: { token } }, linkRefusal);

/** Asks for a link's code. */
export const codeOf = (
  world: RouteWorld,
  token: string,
  type: 'svg' | 'png' = 'svg',
  query: Record<string, string> = {},
): Promise<Told> =>
  ask(
    linkQrRoute(world),
    { route: `GET /l/{token}/qr.${type}`, params: { token }, query },
    linkRefusal,
  );

/** Revokes a link as a caller. */
export const revoke = (world: RouteWorld, token: string, caller = alice): Promise<Told> =>
  ask(revokeLinkRoute(world), { params: { token }, caller });

/** Re-targets a link as a caller. */
export const retarget = (
  world: RouteWorld,
  token: string,
  body: object,
  caller = alice,
): Promise<Told> => ask(retargetLinkRoute(world), { params: { token }, body, caller });
