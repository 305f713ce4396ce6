import type { ResolvedFile } from '../../core/delivery/resolve-file.ts';
import { InvalidInput } from '../../core/errors.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http.ts';

/** How the client wants to be told where a file is. */
export type FileFormat = 'redirect' | 'json';

/** The format that `?format=` requests. Throws `InvalidInput` for an unknown format. */
export const wantedFormat = ({ format }: HttpRequest['query']): FileFormat => {
  if (format === undefined) return 'redirect';
  if (format === 'json') return 'json';
  throw new InvalidInput([
    { field: 'format', message: 'must be json, or left out for a redirect' },
  ]);
};

/** A redirect that must not be cached or logged: the URL in it is a key to the file. */
export const redirect = (status: 302 | 303, url: string): HttpAnswer => ({
  status,
  headers: { location: url, 'referrer-policy': 'no-referrer' },
});

/** Sends the client to the file, or tells it where the file is. */
export const answerFile = (
  { url, source, expiresAt }: ResolvedFile,
  format: FileFormat,
): HttpAnswer =>
  format === 'json' ? { status: 200, body: { url, source, expiresAt } } : redirect(302, url);
