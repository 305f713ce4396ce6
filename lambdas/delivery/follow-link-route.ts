import { followLink } from '../../core/delivery/follow-link.ts';
import { variantQuerySchema } from '../../core/delivery/model/file-query.ts';
import { parseInput } from '../../core/shared/model/parse-input.ts';
import type { Route } from '../shared/http.ts';
import { redirect } from './answer-file.ts';
import { linkPage } from './link-page.ts';
import { discreet } from './page.ts';
import { printedToken } from './printed-token.ts';

/** GET and HEAD /l/{token}: one file is a redirect, several are a page. */
export const followLinkRoute =
  (deps: Parameters<typeof followLink>[0]): Route =>
  async ({ params, query, isHead = false }) => {
    const { variant } = parseInput(variantQuerySchema, query);
    const followed = await followLink(deps, printedToken(params), { isUse: !isHead, variant });
    const [only, ...others] = followed.files;
    if (others.length > 0 || !only) return linkPage(followed);
    const answer = redirect(303, only.url);
    return { ...answer, headers: { ...answer.headers, ...discreet } };
  };
