import type { LocalState } from '../local-state.ts';
import type { Story } from './sample-story.ts';

const amount = { value: 49.9, currency: 'EUR' };

const orderBody = JSON.stringify({
  amount,
  files: [{ uploadId: 'upl_…', role: 'photo', required: true }],
});

/** Commands for a newcomer to try. The token is of a throw-away local session. */
export const nextSteps = (
  { apiUrl, endpoint, eventBusName, shopUrl, consoleUrl }: LocalState,
  { token, completedOrderId, permalink }: Story,
): string => `
Keepsake is up. The API is at
  ${apiUrl}
and AWS at ${endpoint}. Try, in another terminal:

  # the order that was kept
  curl -s -H 'Authorization: Bearer ${token}' '${apiUrl}/orders/${completedOrderId}'

  # its permalink, as printed on a card: the photo, and the code to print
  curl -sL '${permalink}' -o photo.jpg
  curl -s '${permalink}/qr.svg' -o code.svg

  # a photo of your own, in one request (large files go straight to storage: docs/api.md)
  curl -s -H 'Authorization: Bearer ${token}' -F category=photo -F file=@photo.jpg \\
    '${apiUrl}/api/upload/video'

  # an order for it: put in the uploadId of the answer
  curl -s -H 'Authorization: Bearer ${token}' -H 'content-type: application/json' \\
    -d '${orderBody}' '${apiUrl}/orders'

  # its payment, as your provider would tell it: put in the orderId of the answer
  npm start -- --pay ord_…

  # files of an older system, tried dry: --local finds this stage (docs/bulk-migration.md)
  npx keepsake migrate ./photos --local --category photo --dry-run

  # a session of your own
  curl -s -X POST '${apiUrl}/sessions'

  # an order that is not yours looks like none at all
  curl -s -H 'Authorization: Bearer ${token}' '${apiUrl}/orders/ord_unknown'

  # more sample orders against what is running
  npm start -- --orders

Payments arrive on the event bus ${eventBusName}.

${pages(shopUrl, consoleUrl)}Ctrl-C ends it all.
`;

/** The addresses to open in a browser, at the end, where they are seen. */
const pages = (shopUrl: string | undefined, consoleUrl: string | undefined): string =>
  `Open in a browser:\n${pageLine('the shop', shopUrl)}${pageLine('the console', consoleUrl)}`;

const pageLine = (what: string, url: string | undefined): string =>
  url === undefined ? '' : `  ${what.padEnd(12)}${url}\n`;
