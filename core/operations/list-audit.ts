import * as z from 'zod';
import { ownerIdSchema } from '../shared/model/id.ts';
import { fittingPage } from '../shared/model/page-bytes.ts';
import { momentSchema, pageFields } from '../shared/model/page-request.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import { type PageEnd, readPage } from '../shared/read-page.ts';
import { type AuditEntry, auditPosition, auditSubjectSchema } from './model/audit-entry.ts';
import type { Audit } from './ports.ts';

export const listAuditSchema = z.strictObject({
  ...pageFields,
  actor: ownerIdSchema.optional(),
  subject: auditSubjectSchema.optional(),
  from: momentSchema.optional(),
  to: momentSchema.optional(),
});

/** A page of operators' acts, newest first. Throws `InvalidInput`. */
export const listAudit = async (
  { audit }: { audit: Pick<Audit, 'list'> },
  input: unknown,
): Promise<{ entries: AuditEntry[] } & PageEnd> => {
  const { limit, cursor, ...query } = parseQuery(listAuditSchema, input);
  const list = { list: 'audit', ...query };
  const { found, endAt } = await readPage(list, { limit, cursor }, (stretch) =>
    audit.list(query, stretch),
  );
  const page = fittingPage({ items: found.entries, next: found.next }, auditPosition);
  return { entries: page.items, ...endAt(page.next) };
};
