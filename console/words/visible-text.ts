/**
 * Characters that are not seen themselves and change how the text around them looks: controls, line
 * and paragraph separators, marks of direction, soft hyphens, spaces without width, halves of
 * characters. The joiners inside emoji and Persian words are not among them.
 */
const unseen =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\uFFF9-\uFFFB]/gu;

/**
 * A text from outside as it may be shown: unseen characters as their codes, `‹U+202E›`. With a
 * right-to-left override, `exe.jpg` could read as `gpj.exe`.
 */
export const visibleText = (text: string): string => text.replace(unseen, codeOf);

const codeOf = (character: string): string =>
  `‹U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}›`;
