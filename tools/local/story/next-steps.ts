import type { Deployed } from '../deploy.ts';
import type { Story } from './sample-story.ts';

/**
 * What a newcomer can try while it runs. The token is that of a throw-away session on this machine.
 */
export const nextSteps = (
  { apiUrl, endpoint, eventBusName }: Deployed,
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

  # a session of your own
  curl -s -X POST '${apiUrl}/sessions'

  # an order that is not yours looks like none at all
  curl -s -H 'Authorization: Bearer ${token}' '${apiUrl}/orders/ord_unknown'

  # more sample orders against what is running
  AWS_ENDPOINT_URL=${endpoint} npm start -- --once

Payments arrive on the event bus ${eventBusName}. Ctrl-C ends it all.
`;
