import * as z from 'zod';
import { certificateInVirginia } from '../delivery/delivery-schema.ts';
import { secretName } from '../shared/setting-texts.ts';

/** AWS WAF counts an address over five minutes, and takes no smaller limit than ten. */
const perFiveMinutes = z.int().min(10, 'AWS WAF counts ten requests at least').max(2_000_000_000);

/** CloudFront with AWS WAF before the API: `docs/aws/front-door.md`. */
export const frontDoorSchema = z.strictObject({
  /** The output `apiDomainTarget` of the Service stack: where `delivery.apiDomain` led before. */
  origin: z
    .string()
    .regex(
      /^d-[a-z0-9]+\.execute-api\.[a-z0-9-]+\.amazonaws\.com$/,
      'must be the output apiDomainTarget, like d-abc123.execute-api.eu-central-1.amazonaws.com',
    ),
  /** For the name of `delivery.apiDomain`. */
  certificateArn: certificateInVirginia,
  /**
   * A secret in us-east-1, replicated to the stage's region: the word by which the API knows
   * requests of the front door, or two while one is being replaced.
   */
  secretName,
  /** Requests of one address in five minutes; more are refused with 429. */
  perAddress: z
    .strictObject({
      requests: perFiveMinutes.default(2_000),
      /** `POST /sessions`. Visitors of one office may share an address. */
      sessions: perFiveMinutes.default(300),
    })
    .prefault({}),
  /** Refuses what goes around the front door. Set it once the API's name leads to CloudFront. */
  only: z.boolean().optional(),
});

/** The front door's settings. */
export type FrontDoorSettings = z.infer<typeof frontDoorSchema>;
