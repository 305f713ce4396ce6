/**
 * Types that a browser may show inline. Every other type is served as an attachment, under any file
 * name.
 */
export const inlineTypes: readonly string[] = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/bmp',
  'audio/mpeg',
  'audio/mp4',
  'audio/wav',
  'audio/x-wav',
  'audio/ogg',
  'audio/opus',
  'audio/flac',
  'audio/aac',
  'audio/webm',
  'video/mp4',
  'video/webm',
  'application/pdf',
];
