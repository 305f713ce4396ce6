const prefixes: readonly (readonly [prefix: RegExp, category: string])[] = [
  [/^image\/(jpeg|png|webp|heic)$/, 'photo'],
  [/^image\//, 'image'],
  [/^audio\//, 'audio'],
  [/^video\//, 'video'],
  [/^application\/pdf$/, 'pdf'],
];

/** The file category of a media type; lib/uploads/file-categories.ts has them all. */
export const categoryOf = (contentType = ''): string =>
  prefixes.find(([prefix]) => prefix.test(contentType))?.[1] ?? 'document';
