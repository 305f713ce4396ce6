import { canonicalMediaType } from './media-type.ts';

/**
 * Types of one container. Recorders and cameras choose the container's brand as they like: an M4A,
 * 3GPP or QuickTime brand, or none, does not tell sound from film.
 */
const families: readonly (readonly string[])[] = [
  ['audio/mp4', 'video/mp4', 'video/quicktime', 'audio/3gpp', 'video/3gpp', 'video/3gpp2'],
  ['audio/webm', 'video/webm', 'audio/x-matroska', 'video/x-matroska'],
  ['audio/ogg', 'audio/opus', 'video/ogg'],
];

/** Containers that a sniffer cannot look into, and the types whose files they may be. */
const generic: Readonly<Record<string, readonly string[]>> = {
  'image/heif': ['image/avif'],
  'image/heif-sequence': ['image/avif'],
  'application/x-cfb': [
    'application/msword',
    'application/vnd.ms-excel',
    'application/vnd.ms-powerpoint',
  ],
};

/** True where an honest file of one type may have the signature of the other. */
export const isSameFamily = (contentType: string, detected: string): boolean => {
  const [announced, found] = [canonicalMediaType(contentType), canonicalMediaType(detected)];
  if (announced === found) return true;
  if (Object.hasOwn(generic, detected) && generic[detected]?.includes(announced)) return true;
  return families.some((family) => family.includes(announced) && family.includes(found));
};
