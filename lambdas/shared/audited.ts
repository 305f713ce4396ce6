import { linkIdOf } from '../../core/delivery/model/link.ts';
import {
  type ActEnd,
  type AuditEntry,
  auditSubjectSchema,
} from '../../core/operations/model/audit-entry.ts';
import type { Audit } from '../../core/operations/ports.ts';
import { auditedFor, type RouteName } from '../../core/route-functions.ts';
import { hashToken } from '../../core/sessions/model/token-hash.ts';
import { cutText } from '../../core/shared/model/text.ts';
import type { Clock, Ids } from '../../core/shared/ports.ts';
import { count } from './counted.ts';
import type { HttpAnswer, HttpRequest, Route } from './http.ts';
import { logger } from './observed.ts';
import { problemOf } from './problem.ts';
import { withTimeLimit } from './time-limit.ts';

/** Ports that keep the record of operators' acts. */
export type AuditDeps = { audit: Audit; clock: Clock; ids: Ids };

const mostCharacters = 4096;

/** The record must not hold up an act for longer than this. */
const patienceMs = 2000;

/**
 * The route with every act of an operator on record: before it begins, with the outcome `pending`,
 * and after it has ended. An owner's use of the same route is no operator's act.
 */
export const audited = (name: RouteName, route: Route, open: () => AuditDeps): Route => {
  let deps: AuditDeps | undefined;
  return async (request) => {
    if (!auditedFor(name, request.caller)) return route(request);
    deps ??= open();
    const { audit, clock } = deps;
    const entry = entryOf(deps, name, request);
    await write(audit.begin(entry), entry);
    const finish = (end: Omit<ActEnd, 'finishedAt'>): Promise<void> => {
      const ended = { ...end, finishedAt: clock.now().toISOString() };
      return write(audit.finish(entry.entryId, ended), { ...entry, ...ended });
    };
    try {
      const answer = await route(request);
      await finish(endOf(answer));
      return answer;
    } catch (error) {
      await finish(failureOf(error));
      throw error;
    }
  };
};

const entryOf = ({ ids, clock }: AuditDeps, action: RouteName, request: HttpRequest) => {
  const [subject, body] = [subjectOf(request), requestOf(request)];
  const entry: AuditEntry = {
    entryId: ids.next('aud'),
    at: clock.now().toISOString(),
    actor: request.caller.ownerId,
    action,
    ...(subject !== undefined && { subject }),
    ...(body !== undefined && { request: body }),
    outcome: 'pending',
  };
  return entry;
};

/** The record or owner that an act is about. A link is named by its id: its token is not kept. */
const subjectOf = ({ id, params: { linkId, token }, body }: HttpRequest): string | undefined => {
  if (token !== undefined) return linkIdOf({ tokenHash: hashToken(token) });
  return [linkId, id, namedIn(body), ownerIn(body)].find(isSubject);
};

const namedIn = (value: unknown): string | undefined => {
  const { batchId } = (value ?? {}) as { batchId?: unknown };
  return isSubject(batchId) ? batchId : undefined;
};

/** Other values are the id of no record. The request that is on record contains them. */
const isSubject = (value: unknown): value is string => auditSubjectSchema.safeParse(value).success;

const ownerIn = (body: unknown): unknown => ((body ?? {}) as { ownerId?: unknown }).ownerId;

const requestOf = ({ body }: HttpRequest): string | undefined => {
  const text = JSON.stringify(body ?? {});
  return text === '{}' ? undefined : cutText(text, mostCharacters);
};

/**
 * Writes to the record without holding up the act. An entry that cannot be written goes to the log,
 * whole, and is counted; an alarm watches the count.
 */
const write = async (work: Promise<void>, entry: object): Promise<void> => {
  try {
    await withTimeLimit(patienceMs, work, noAnswer);
  } catch (error) {
    count('AuditEntriesUnwritten');
    logger.error('Act not on record', { entry, error: error as Error });
  }
};

const noAnswer = (): Error => new Error('The audit table did not answer.');

const endOf = (answer: HttpAnswer): Pick<ActEnd, 'outcome' | 'status' | 'subject'> => {
  const subject = namedIn(answer.body);
  return { outcome: 'done', status: answer.status, ...(subject !== undefined && { subject }) };
};

const failureOf = (error: unknown): Pick<ActEnd, 'outcome' | 'status' | 'problem'> => {
  const { status, type } = problemOf(error);
  return { outcome: status >= 500 ? 'failed' : 'refused', status, problem: type };
};
