import { listMadeLinks } from '../../core/delivery/list-links.ts';
import { linkView } from '../../core/delivery/model/link-view.ts';
import type { Links } from '../../core/delivery/ports.ts';
import type { Clock } from '../../core/shared/ports.ts';
import { answers, type Route } from '../shared/http.ts';

/** GET /links?ownerId= */
export const listLinksRoute = (deps: { links: Pick<Links, 'ofMaker'>; clock: Clock }): Route =>
  answers(async ({ caller, query }) => {
    const page = await listMadeLinks(deps, query);
    const now = deps.clock.now();
    const links = page.links.map((link) => linkView(link, now, caller));
    return { ...page, links };
  });
