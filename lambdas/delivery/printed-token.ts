import type { HttpRequest } from '../shared/http.ts';

/**
 * The token of a link as people type it: readers of mail and paper take the slash, full stop or
 * bracket behind it for a part of it. Tokens are base64url.
 */
export const printedToken = ({ token }: HttpRequest['params']): string => {
  if (token === undefined) throw new Error('A route of links has no {token}.');
  return token.replace(/[^\w-]+$/, '');
};
