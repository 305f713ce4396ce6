import * as z from 'zod';
import { NotAllowed } from '../errors.ts';
import { oneself } from '../sessions/model/owners.ts';
import { may } from '../sessions/model/powers.ts';
import type { Caller } from '../sessions/model/session.ts';
import { ownerIdSchema } from '../shared/model/id.ts';
import { fittingPage } from '../shared/model/page-bytes.ts';
import { momentSchema, pageFields } from '../shared/model/page-request.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import { type PageEnd, readPage } from '../shared/read-page.ts';
import { legacyPathSchema } from './model/legacy-path.ts';
import { type Upload, uploadStatuses } from './model/upload.ts';
import { positionIn, type UploadQuery } from './model/upload-list.ts';
import type { Uploads } from './ports.ts';

const label = z
  .string()
  .min(1, 'must not be empty')
  .max(300, 'must have at most 300 characters')
  .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
  .optional();

export const listUploadsSchema = z.strictObject({
  ...pageFields,
  category: label,
  status: z.enum(uploadStatuses, `must be one of ${uploadStatuses.join(', ')}`).optional(),
  partnerId: label,
  from: momentSchema.optional(),
  to: momentSchema.optional(),
  ownerId: ownerIdSchema.optional(),
  expiringBefore: momentSchema.optional(),
  legacyPath: legacyPathSchema.optional(),
});

/** A page of uploads, newest first; operators see all. Throws `InvalidInput`, `NotAllowed`. */
export const listUploads = async (
  { uploads }: { uploads: Pick<Uploads, 'list'> },
  caller: Caller,
  input: unknown,
): Promise<{ uploads: Upload[] } & PageEnd> => {
  const { limit, cursor, ...asked } = parseQuery(listUploadsSchema, input);
  const query = scopeOf(caller, asked);
  const list = { list: 'uploads', ...query };
  const { found, endAt } = await readPage(list, { limit, cursor }, (stretch) =>
    uploads.list(query, stretch),
  );
  const page = fittingPage({ items: found.uploads, next: found.next }, (upload) =>
    positionIn(query, upload),
  );
  return { uploads: page.items, ...endAt(page.next) };
};

/** Restricts a query to the caller's own uploads. Operators may query any owner, or all. */
const scopeOf = (caller: Caller, asked: UploadQuery): UploadQuery => {
  const isOwn = asked.ownerId === oneself;
  if (may(caller, 'read')) return isOwn ? { ...asked, ownerId: caller.ownerId } : asked;
  if ((asked.ownerId !== undefined && !isOwn) || asked.expiringBefore !== undefined)
    throw new NotAllowed(
      'Only operators may look by ownerId or expiringBefore. Leave them out to list your own ' +
        'uploads.',
    );
  return { ...asked, ownerId: caller.ownerId };
};
