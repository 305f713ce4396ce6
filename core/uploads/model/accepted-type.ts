import { isSameFamily } from './media-families.ts';
import { announcedType, canonicalMediaType, mediaTypeOf } from './media-type.ts';

const unknownType = 'application/octet-stream';

/**
 * The type a file is kept under, among those its category takes: as its source announces it, or
 * else by its name. `undefined` where the category takes none of them.
 *
 * A name does not tell sound from film, and browsers announce what the name says: a recording of
 * sound is `video/webm` to them because it ends in `.webm`. There the category decides.
 */
export const acceptedType = (
  taken: readonly string[],
  { contentType = unknownType, fileName }: { contentType?: string | undefined; fileName: string },
): string | undefined => {
  const types = taken.map(canonicalMediaType);
  const announced = canonicalMediaType(contentType || unknownType);
  const settled = announcedType({ contentType: announced, fileName });
  const own = [settled, announced].find((type) => types.includes(type));
  if (own !== undefined || settled !== mediaTypeOf(fileName)) return own;
  return types.find((type) => isSameFamily(type, settled));
};
