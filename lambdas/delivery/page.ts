import { createHash } from 'node:crypto';
import type { HttpAnswer } from '../shared/http.ts';

const style =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}' +
  'ul{list-style:none;padding:0}li{margin:2rem 0}' +
  'img,audio,video{display:block;width:100%;margin-top:.5rem}' +
  'h2{font-size:1rem}a,bdi{overflow-wrap:anywhere}';
const styleHash = createHash('sha256').update(style).digest('base64');

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that stays text, as content and between quotes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => entities[char] ?? '');

/** Kept out of every index, and out of the address the next server sees. */
export const discreet = {
  'x-robots-tag': 'noindex',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

// A host may contain what ends a directive (`;`); one that does is left out, and its media do not
// load.
const plainOrigin = /^https?:\/\/[\w.:[\]-]+$/;

/** No scripts, no frames, no forms; media from `mediaOrigins` alone. */
const policy = (mediaOrigins: readonly string[]): string => {
  const media =
    [...new Set(mediaOrigins)].filter((origin) => plainOrigin.test(origin)).join(' ') || "'none'";
  return [
    "default-src 'none'",
    `img-src ${media}`,
    `media-src ${media}`,
    `style-src 'sha256-${styleHash}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
};

/** A page for people. `title` is text; `content` is HTML whose values the caller has escaped. */
export const page = (
  status: number,
  title: string,
  content: string,
  mediaOrigins: readonly string[] = [],
): HttpAnswer => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy(mediaOrigins),
    ...discreet,
  },
  body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
<h1>${escapeHtml(title)}</h1>
${content}
</html>
`,
});
