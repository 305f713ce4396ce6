import { settings } from '../shared/environment.ts';
import { httpHandler } from '../shared/http.ts';
import { clock, links } from '../shared/wiring.ts';
import { linkQrRoute } from './link-qr-route.ts';
import { linkRefusal } from './link-refusal.ts';

/** GET /l/{token}/qr.svg and GET /l/{token}/qr.png */
export const handler = httpHandler(
  linkQrRoute({ links: links(), clock: clock(), ...settings('delivery') }),
  linkRefusal,
);
