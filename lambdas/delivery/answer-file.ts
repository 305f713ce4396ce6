import { fileQuerySchema } from '../../core/delivery/model/file-query.ts';
import type { ResolvedFile } from '../../core/delivery/resolve-file.ts';
import { parseQuery } from '../../core/shared/model/parse-query.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http.ts';

/** How the client wants to receive a file's address. */
export type FileFormat = 'redirect' | 'json';

/** The format that a checked query requests. */
export const formatIn = ({ format }: { format?: string | undefined }): FileFormat =>
  format === 'json' ? 'json' : 'redirect';

/**
 * The format that `?format=` requests, and the smaller picture of `?variant=`. Throws
 * `InvalidInput` for any other query.
 */
export const wantedFile = (
  query: HttpRequest['query'],
): { format: FileFormat; variant: string | undefined } => {
  const { format, variant } = parseQuery(fileQuerySchema, query);
  return { format: formatIn({ format }), variant };
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
