import * as z from 'zod';

/**
 * How an act ended. `pending`: nothing is on record yet about its end, so whether it took effect
 * must be looked up. `refused`: nothing changed. `failed`: a fault of ours; part may have changed.
 */
export const auditOutcomes = ['pending', 'done', 'refused', 'failed'] as const;

/** The id of the record acted on, at most as long as a path and a DynamoDB key can be. */
export const auditSubjectSchema = z
  .string('must be the id of a record')
  .regex(/^[!-~]{1,260}$/, 'must be the id of a record');

/** One act of an operator. Times are ISO 8601 in UTC. */
export const auditEntrySchema = z.object({
  entryId: z.string(),
  at: z.string(),
  /** Owner id of the operator, e.g. `usr_…`. */
  actor: z.string(),
  /** Name of the route, e.g. `retryOrder`. */
  action: z.string(),
  /** The one record that the act is about, if there is one. */
  subject: auditSubjectSchema.optional(),
  /** Body of the request as JSON, cut off after 4,096 characters. Never a link's token. */
  request: z.string().optional(),
  outcome: z.enum(auditOutcomes),
  /** HTTP status that was answered. */
  status: z.int().optional(),
  /** Type of the problem that was answered. */
  problem: z.string().optional(),
  finishedAt: z.string().optional(),
});

export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** The end of an act. A subject that only the act could tell, like a new batch, comes with it. */
export type ActEnd = Required<Pick<AuditEntry, 'finishedAt'>> &
  Pick<AuditEntry, 'status' | 'problem' | 'subject'> & {
    outcome: Exclude<AuditEntry['outcome'], 'pending'>;
  };

/** Where an entry stands among those of its time; no two share a position. */
export const auditPosition = ({ at, entryId }: Pick<AuditEntry, 'at' | 'entryId'>): string =>
  `${at}#${entryId}`;

/** Which entries are wanted; every field narrows. `from` is the first moment, `to` no longer. */
export type AuditQuery = {
  actor?: string | undefined;
  subject?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

/** True for an entry that a query asks for. */
export const isWantedEntry = ({ actor, subject, at }: AuditEntry, query: AuditQuery): boolean =>
  (query.actor === undefined || actor === query.actor) &&
  (query.subject === undefined || subject === query.subject) &&
  (query.from === undefined || at >= query.from) &&
  (query.to === undefined || at < query.to);
