import { createHash } from 'node:crypto';
import { escapeHtml } from '../../core/shared/model/text.ts';
import type { HttpAnswer } from '../shared/http.ts';

// For phones first; dark where the phone is.
const style =
  ':root{color-scheme:light dark;--ground:light-dark(#f8f4ec,#16130f);' +
  '--paper:light-dark(#fffdf8,#211d18);--ink:light-dark(#241d15,#f2ebe0);' +
  '--quiet:light-dark(#655847,#b9ab98);--line:light-dark(#dfd4c2,#453d33);' +
  '--link:light-dark(#973d18,#f0a27c)}' +
  'body{margin:0;background:var(--ground);color:var(--ink);' +
  'font:1.0625rem/1.55 system-ui,sans-serif}' +
  'main{max-width:42rem;margin:0 auto;padding:1.5rem 1rem 3rem}' +
  'h1{margin:0;font:600 1.9rem/1.2 Georgia,serif}h2{margin:0 0 .5rem;font-size:1.125rem}' +
  'p{margin:.5rem 0}.quiet{color:var(--quiet)}' +
  'ul{list-style:none;margin:1.25rem 0;padding:0}' +
  'li{margin:0 0 1rem;padding:1rem;background:var(--paper);border:1px solid var(--line);' +
  'border-radius:12px}' +
  'img,audio,video{display:block;width:100%;height:auto;border-radius:8px}audio{height:3.5rem}' +
  'a{color:var(--link)}a,bdi,h2{overflow-wrap:anywhere}' +
  'li a,.again{display:inline-block;padding:.6rem 0}';
const styleHash = createHash('sha256').update(style).digest('base64');

/** Kept out of every index, and out of the address the next server sees. */
export const discreet = {
  'x-robots-tag': 'noindex',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

// A host may contain what ends a directive (`;`); one that does is left out, and its media do not
// load.
const plainOrigin = /^https?:\/\/[\w.:[\]-]+$/;

/**
 * A page for people. Its empty icon keeps browsers from asking the API for `/favicon.ico`, which no
 * route has: each visit would count as a client error. `title` is text; `content` is HTML whose
 * values the caller has escaped.
 */
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
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
<main>
<h1>${escapeHtml(title)}</h1>
${content}
</main>
</html>
`,
});

/** No scripts, no frames, no forms; media from `mediaOrigins` alone, and the page's own icon. */
const policy = (mediaOrigins: readonly string[]): string => {
  const origins = [...new Set(mediaOrigins)].filter((origin) => plainOrigin.test(origin));
  return [
    "default-src 'none'",
    `img-src ${['data:', ...origins].join(' ')}`,
    `media-src ${origins.join(' ') || "'none'"}`,
    `style-src 'sha256-${styleHash}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
};
