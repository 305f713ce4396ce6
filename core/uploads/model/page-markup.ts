/** Tags by which browsers guess HTML, SVG or XML (WHATWG MIME Sniffing), and the tags of SVG. */
const tags =
  '!doctype|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|' +
  'svg|math|img|video|audio|object|embed|form|input|link|meta|base';
const beginning = new RegExp(`^\\s*<(?:(?:${tags})[\\s/>]|!--|\\?xml|\\?php)`, 'i');

/** True for a text that a browser takes for a page when it guesses. */
export const beginsLikeMarkup = (text: string): boolean => beginning.test(text);

/** Tags that Markdown borrows from HTML for its layout, and comments. */
const layout = /^\s*<(?:(?:h1|div|font|table|a|b|br|p|img)[\s/>]|!--)/i;

/**
 * Markup that does something in a browser. A title such as "How to use the <body> element" has tags
 * as well, but prose follows them instead of a page. Quantifiers are bounded, so that the time
 * stays linear.
 */
const acting: readonly RegExp[] = [
  // A page: its outer tags, directly before another tag or at the end.
  /<(?:!doctype\s+html|html|head|body)(?:[\s/][^<>]{0,500})?>\s{0,100}(?:<|$)/i,
  // A script: code or a comment directly behind the tag.
  /<script(?:[\s/][^<>]{0,500})?>\s{0,100}(?:\/[*/]|<!--|\(|\{|[\w$.]{1,100}[(=;[]|(?:var|let|const|function|if|for|try)\b|$)/i,
  // A handler of an event.
  /<[a-z][\w-]{0,30}[\s/][^<>]{0,500}?\bon[a-z]{3,30}\s{0,10}=/i,
  // An element that loads something, or begins a drawing.
  /<(?:script|iframe|embed|object|link|base|svg|form|meta)[\s/][^<>]{0,500}?\b(?:src|srcdoc|data|href|xmlns|action|http-equiv)\s{0,10}=/i,
];

/** True for a file that is a web page as well: a browser that ignores its type runs its scripts. */
export const hidesPage = (text: string): boolean => acting.some((pattern) => pattern.test(text));

/**
 * True for a Markdown text that is a page. Many begin with `<p align="center">` or a comment; these
 * may not do anything in a browser.
 */
export const isMarkdownPage = (text: string): boolean =>
  beginsLikeMarkup(text) && (!layout.test(text) || hidesPage(text));

/**
 * A PDF without its words: strings hold titles and text, streams hold pages and metadata, and
 * readers run neither as markup. Either may end behind the bytes that were read.
 */
export const pdfStructure = (text: string): string =>
  withoutStrings(
    text
      .replace(/>>\s{0,10}stream\r?\n[\s\S]*?endstream/g, '>>')
      .replace(/>>\s{0,10}stream\r?\n[\s\S]*$/, '>>'),
  );

/** The part of a PDF outside its strings, in which `\\` escapes and parentheses nest. */
const withoutStrings = (text: string): string => {
  const kept: string[] = [];
  let depth = 0;
  for (const [token] of text.matchAll(/\\[\s\S]|[()]|[^()\\]+|\\/g)) {
    if (depth === 0) kept.push(token);
    if (token === '(') depth += 1;
    if (token === ')' && depth > 0) depth -= 1;
  }
  return kept.join('');
};
