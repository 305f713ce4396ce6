// Copied by `npm run client:types` from core/uploads/model/file-name.ts, which says why.
// Do not edit.

const harmlessMarks = /[\u200e\u200f\u061c\u200b\u2060\u00ad\ufeff]/g;

const deceptive = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;
const everyDeceptive = new RegExp(deceptive.source, 'gu');

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

export const characterName = (char: string): string => {
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${code} (${names[char] ?? 'control character'})`;
};

export const deceptiveCharacter = (name: string): string | undefined => {
  const [char] = deceptive.exec(name) ?? [];
  return char === undefined ? undefined : characterName(char);
};

export const shownName = (name: string): string =>
  name.toWellFormed().normalize('NFC').replace(harmlessMarks, '');

const unseen = /^(?:[\s\p{Z}\p{Cf}\u115f\u1160\u2800\u3164\uffa0]|\ufe0f)*$/u;

export const isBlank = (name: string): boolean => unseen.test(name);

export const cleanName = (name: string): string => {
  const cleaned = shownName(name).replace(everyDeceptive, '');
  return isBlank(cleaned) ? '' : cleaned;
};
