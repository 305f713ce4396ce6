/**
 * Marks that tell a line's direction (LRM, RLM, ALM), as names in Hebrew and Arabic have them, and
 * places where a line may or may not break (ZWSP, WJ, soft hyphen, byte order mark), as text copied
 * from pages has them. Without them nothing looks different. Joiners stay: letters and emoji need
 * them.
 */
const harmlessMarks = /[\u200e\u200f\u061c\u200b\u2060\u00ad\ufeff]/g;

/** Controls, line separators and changes of direction disguise one name as another. */
const deceptive = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
const everyDeceptive = new RegExp(deceptive.source, 'gu');

/** As the Unicode standard names them. */
const names: Readonly<Record<string, string>> = {
  '\u2028': 'line separator',
  '\u2029': 'paragraph separator',
  '\u202a': 'left-to-right embedding',
  '\u202b': 'right-to-left embedding',
  '\u202c': 'pop directional formatting',
  '\u202d': 'left-to-right override',
  '\u202e': 'right-to-left override',
  '\u2066': 'left-to-right isolate',
  '\u2067': 'right-to-left isolate',
  '\u2068': 'first strong isolate',
  '\u2069': 'pop directional isolate',
};

/** A character that cannot be printed, e.g. `U+202E (right-to-left override)`. */
export const characterName = (char: string): string => {
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${code} (${names[char] ?? 'control character'})`;
};

/** The first character for which a name is refused, as `characterName` says it. */
export const deceptiveCharacter = (name: string): string | undefined => {
  const [char] = deceptive.exec(name) ?? [];
  return char === undefined ? undefined : characterName(char);
};

/** The name people see: well-formed, composed (NFC), without harmless marks. */
export const shownName = (name: string): string =>
  name.toWellFormed().normalize('NFC').replace(harmlessMarks, '');

/** Blanks, joiners and fillers: a name of these alone shows nothing. */
const unseen = /^(?:[\s\p{Z}\p{Cf}\u115f\u1160\u2800\u3164\uffa0]|\ufe0f)*$/u;

/** True for a name without a character that can be seen. */
export const isBlank = (name: string): boolean => unseen.test(name);

/** A name that no client can correct: refused characters are removed. Empty for a blank one. */
export const cleanName = (name: string): string => {
  const cleaned = shownName(name).replace(everyDeceptive, '');
  return isBlank(cleaned) ? '' : cleaned;
};
