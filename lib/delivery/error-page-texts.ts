import { createHash } from 'node:crypto';

/** The error pages' prefix. No category's prefix can equal it: theirs have no underscore. */
export const errorPagesPrefix = '_errors/';

const style =
  ':root{color-scheme:light dark}' +
  'body{font:1.1rem/1.6 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem}';

const page = (title: string, text: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${style}</style>
<h1>${title}</h1>
<p>${text}</p>
</html>
`;

/** A file name, the page, and the statuses it stands for. */
export type ErrorPage = { name: string; html: string; statuses: readonly number[] };

// Named by their bytes: a file that is cached for a year must not change under its name.
const named = (name: string, html: string, statuses: readonly number[]): ErrorPage => ({
  name: `${name}.${createHash('sha256').update(html).digest('hex').slice(0, 8)}.html`,
  html,
  statuses,
});

/** Error pages instead of CloudFront's and S3's XML. They name no file, bucket or reason. */
export const errorPages: readonly ErrorPage[] = [
  named(
    'not-here',
    page(
      'This address is no longer good',
      'Addresses of files live for minutes. Open the page, or scan the code, that brought ' +
        'you here once more: it leads to a fresh one.',
    ),
    // A missing object is 403 too: CloudFront may not list the bucket.
    [403, 404],
  ),
  named(
    'try-again',
    page(
      'One moment, please',
      'The file could not be fetched just now. It is safe; please try again in a minute.',
    ),
    [500, 502, 503, 504],
  ),
];
