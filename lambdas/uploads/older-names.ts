const isObject = (body: unknown): body is Record<string, unknown> =>
  typeof body === 'object' && body !== null && !Array.isArray(body);

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
