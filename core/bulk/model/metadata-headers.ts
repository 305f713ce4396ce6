/** Headers that carry the metadata of an object begin so; its name follows. */
export const userMetadata = 'x-amz-meta-';

/** The header of our mark, which reveals a crash between upload and record. */
export const isMark = (header: string): boolean => header.startsWith(`${userMetadata}keepsake-`);
