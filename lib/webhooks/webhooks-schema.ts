import * as z from 'zod';
import { jobEvents, orderEvents, uploadEvents } from '../../core/event-names.ts';
import { httpsUrl, secretName } from '../shared/setting-texts.ts';

const { retryRequested: _own, source: _orders, ...orders } = orderEvents;
const { promotionRequested: _asked, source: _uploads, ...uploads } = uploadEvents;
const { source: _jobs, ...jobs } = jobEvents;

const types = [orders, uploads, jobs].flatMap((events) => Object.values<string>(events));

/** The endpoints that a stage sends events to. */
export const webhookEndpointsSchema = z
  .array(
    z.strictObject({
      name: z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits, dashes'),
      url: httpsUrl,
      /** Its text: the signing secret `whsec_…`, or two with a space in between. */
      secretName,
      /** The detail-types that the endpoint hears of. */
      events: z.array(z.enum(types as [string, ...string[]])).min(1),
    }),
  )
  .min(1)
  .max(20)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
    message: 'must have a name of its own each',
  });
