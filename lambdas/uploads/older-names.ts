import type * as z from 'zod';
import { isObject, withoutNulls } from '../../core/shared/model/is-object.ts';

const olderNames = ['is_temp', 'is_public', 'partner_id'] as const;

/**
 * A body with an older client's names in ours: left out, `is_temp: false` would make a file that
 * expires. Our own names win; values are judged where every other value is. What the schema does
 * not have is passed over in such a body, as it was for older clients; in any other it is refused.
 * `null`, as Python's clients write what they leave out, says nothing in such a body.
 */
export const inOurNames = (schema: z.ZodObject, body: unknown): unknown => {
  if (!isObject(body) || !olderNames.some((name) => body[name] !== undefined)) return body;
  const { is_temp, is_public, partner_id, ...rest } = withoutNulls(body);
  const ours = Object.entries(rest).filter(([name]) => Object.hasOwn(schema.shape, name));
  return {
    ...(is_temp !== undefined && is_temp !== true && { keep: is_temp === false || is_temp }),
    ...(is_public !== undefined && { isPublic: is_public }),
    ...(partner_id !== undefined && { partnerId: partner_id }),
    ...Object.fromEntries(ours),
  };
};
