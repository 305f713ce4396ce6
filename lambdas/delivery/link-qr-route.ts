import * as z from 'zod';
import type { DeliverySettings } from '../../core/contract.ts';
import { type LiveLinkDeps, liveLink } from '../../core/delivery/live-link.ts';
import { parseQuery } from '../../core/shared/model/parse-query.ts';
import type { HttpAnswer, Route } from '../shared/http.ts';
import { discreet } from './page.ts';
import { permalink } from './permalink.ts';
import { printedToken } from './printed-token.ts';
import { qrPng, qrSvg } from './qr-code.ts';

type Deps = LiveLinkDeps & { delivery: Pick<DeliverySettings, 'linkOrigin'> };

const smallestPx = 64;
const largestPx = 2048;

const message = `must be a whole number of pixels from ${smallestPx} to ${largestPx}`;

const sizeQuerySchema = z.object({
  size: z
    .string()
    .regex(/^\d{1,4}$/, message)
    .transform(Number)
    .refine((px) => px >= smallestPx && px <= largestPx, message)
    .default(512),
});

/** GET /l/{token}/qr.svg and /l/{token}/qr.png: the link itself, ready for print. */
export const linkQrRoute =
  (deps: Deps): Route =>
  async ({ params, query, origin, route }) => {
    const { size: sizePx } = parseQuery(sizeQuerySchema, query);
    const token = printedToken(params);
    await liveLink(deps, token);
    const url = permalink(deps.delivery, origin, token);
    return route.endsWith('.png') ? asPng(url, sizePx) : asSvg(url, sizePx);
  };

const asPng = (url: string, sizePx: number): HttpAnswer => ({
  status: 200,
  headers: headers('image/png'),
  body: Buffer.from(qrPng(url, sizePx)).toString('base64'),
  isBase64: true,
});

// A minute or five in the client's own cache; shared caches would keep showing the code of a
// revoked link.
const headers = (contentType: string) => ({
  ...discreet,
  'content-type': contentType,
  'cache-control': 'private, max-age=300',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
});

const asSvg = (url: string, sizePx: number): HttpAnswer => ({
  status: 200,
  headers: headers('image/svg+xml'),
  body: qrSvg(url, sizePx),
});
