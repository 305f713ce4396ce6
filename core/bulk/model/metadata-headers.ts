/** Headers that carry the metadata of an object begin so; its name follows. */
export const userMetadata = 'x-amz-meta-';

/** The header of a mark of ours: a crash between upload and record is told from it. */
export const isMark = (header: string): boolean => header.startsWith(`${userMetadata}keepsake-`);
