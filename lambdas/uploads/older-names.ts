import { isObject } from '../../core/shared/model/is-object.ts';

/**
 * A body with an older client's names in ours: left out, `is_temp: false` would make a file that
 * expires. Our own names win; values are judged where every other value is.
 */
export const inOurNames = (body: unknown): unknown => {
  if (!isObject(body)) return body;
  const { is_temp, is_public, partner_id, ...ours } = body;
  return {
    ...(is_temp !== undefined && is_temp !== true && { keep: is_temp === false || is_temp }),
    ...(is_public !== undefined && { isPublic: is_public }),
    ...(partner_id !== undefined && { partnerId: partner_id }),
    ...ours,
  };
};
