import type { DeliverySettings } from '../../core/contract.ts';
import { listOrderLinks } from '../../core/delivery/list-links.ts';
import {
  createLink,
  type LinkDeps,
  type LinkName,
  retargetLink,
  revokeLink,
} from '../../core/delivery/manage-links.ts';
import { linkIdOf } from '../../core/delivery/model/link.ts';
import { linkView } from '../../core/delivery/model/link-view.ts';
import type { Ids } from '../../core/shared/ports.ts';
import { answers, byId, type HttpRequest, type Route } from '../shared/http.ts';
import type { Create } from '../shared/idempotent.ts';
import { permalink } from './permalink.ts';

/** POST /orders/{id}/links: the only answer that ever holds the token. */
export const createLinkRoute = (
  deps: LinkDeps & { delivery: Pick<DeliverySettings, 'linkDays' | 'linkOrigin'> },
): Create =>
  byId(
    answers(async ({ caller, id, body, origin }, ids: Ids) => {
      const { linkDays } = deps.delivery;
      const { token, link } = await createLink({ ...deps, ids, linkDays }, caller, id, body);
      const url = permalink(deps.delivery, origin, token);
      const { orderId, role, expiresAt } = link;
      const codes = { qrSvgUrl: `${url}/qr.svg`, qrPngUrl: `${url}/qr.png` };
      return { token, url, ...codes, linkId: linkIdOf(link), orderId, role, expiresAt };
    }, 201),
  );

/** PUT /links/{token} and /orders/{id}/links/{linkId} */
export const retargetLinkRoute = (deps: LinkDeps): Route =>
  answers(async (request) => {
    const { caller, body } = request;
    const link = await retargetLink(deps, caller, nameIn(request), body);
    return linkView(link, deps.clock.now(), caller);
  });

/** The link of a request: `/links/{token}`, or `/orders/{id}/links/{linkId}`. */
const nameIn = ({ id, route, params: { token, linkId } }: HttpRequest): LinkName => {
  if (token !== undefined) return token;
  if (id !== undefined && linkId !== undefined) return { orderId: id, linkId };
  throw new Error(`A request to ${route} names no link.`);
};

/** DELETE /links/{token} and /orders/{id}/links/{linkId} */
export const revokeLinkRoute = (deps: LinkDeps): Route =>
  answers((request) => revokeLink(deps, request.caller, nameIn(request)), 204);

/** GET /orders/{id}/links */
export const listOrderLinksRoute = (deps: LinkDeps): Route =>
  byId(
    answers(async ({ caller, id }) => {
      const { links, ...more } = await listOrderLinks(deps, caller, id);
      const now = deps.clock.now();
      return { links: links.map((link) => linkView(link, now, caller)), ...more };
    }),
  );
