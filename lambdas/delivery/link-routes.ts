import type { DeliverySettings } from '../../core/contract.ts';
import {
  createLink,
  type LinkDeps,
  retargetLink,
  revokeLink,
} from '../../core/delivery/manage-links.ts';
import type { Link } from '../../core/delivery/model/link.ts';
import type { Ids } from '../../core/shared/ports.ts';
import type { Route } from '../shared/http.ts';
import { permalink } from './permalink.ts';

/** A link as its owner sees it: neither the token nor its hash. */
const linkView = ({ orderId, role, createdAt, expiresAt, lastUsedOn }: Link) => ({
  orderId,
  role,
  createdAt,
  expiresAt,
  lastUsedOn,
});

/** POST /orders/{id}/links: the only answer that ever holds the token. */
export const createLinkRoute =
  (
    deps: LinkDeps & { ids: Ids; delivery: Pick<DeliverySettings, 'linkDays' | 'linkOrigin'> },
  ): Route =>
  async ({ caller, id, body, origin }) => {
    const { token, link } = await createLink(
      { ...deps, linkDays: deps.delivery.linkDays },
      caller,
      id,
      body,
    );
    const url = permalink(deps.delivery, origin, token);
    const { orderId, role, expiresAt } = link;
    return {
      status: 201,
      body: {
        token,
        url,
        qrSvgUrl: `${url}/qr.svg`,
        qrPngUrl: `${url}/qr.png`,
        orderId,
        role,
        expiresAt,
      },
    };
  };

/** PUT /links/{token} */
export const retargetLinkRoute =
  (deps: LinkDeps): Route =>
  async ({ caller, params: { token = '' }, body }) => ({
    status: 200,
    body: linkView(await retargetLink(deps, caller, token, body)),
  });

/** DELETE /links/{token} */
export const revokeLinkRoute =
  (deps: LinkDeps): Route =>
  async ({ caller, params: { token = '' } }) => {
    await revokeLink(deps, caller, token);
    return { status: 204 };
  };
