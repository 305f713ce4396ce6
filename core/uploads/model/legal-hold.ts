import * as z from 'zod';

/** A legal hold: bytes and record stay, against every request to remove them. */
export const legalHoldSchema = z.object({
  at: z.string(),
  by: z.string(),
  reason: z.string(),
  /** By default the hold lasts until it is released. */
  until: z.string().optional(),
});

export type LegalHold = z.infer<typeof legalHoldSchema>;

type Held = { uploadId: string; hold?: LegalHold | undefined };

/** True while the law forbids a removal. A hold whose time is over forbids nothing. */
export const isHeld = ({ hold }: Held, now: Date): boolean =>
  hold !== undefined && (hold.until === undefined || hold.until > now.toISOString());

/** When the hold ends, in words. */
export const holdEnd = ({ hold }: Held): string => hold?.until ?? 'it is released';

const never = '9999-12-31T23:59:59.999Z';

/** Where a held upload stands among those that are held, soonest to end first. */
export const holdPosition = ({ uploadId, hold }: Held): string =>
  `${hold?.until ?? never}#${uploadId}`;
