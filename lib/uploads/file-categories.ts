import type { FileCategory } from '../../core/contract.ts';

const MiB = 1024 * 1024;

// Intelligent-Tiering does not tier (and only bills per object) below 128 KiB: classes of small
// files stay STANDARD.
const kept = (
  prefix: string,
  maxSizeMiB: number,
  contentTypes: readonly string[],
): FileCategory => ({
  prefix,
  contentTypes: [...contentTypes],
  maxSizeBytes: maxSizeMiB * MiB,
  storageClass: 'INTELLIGENT_TIERING',
});

const keptSmall = (
  prefix: string,
  maxSizeMiB: number,
  contentTypes: readonly string[],
): FileCategory => ({
  ...kept(prefix, maxSizeMiB, contentTypes),
  storageClass: 'STANDARD',
});

const pictures = ['image/jpeg', 'image/png', 'image/webp'];
const sounds = [
  'audio/mpeg',
  'audio/mp4',
  'audio/wav',
  'audio/ogg',
  'audio/webm',
  'audio/flac',
  'audio/aac',
  'audio/opus',
];
const office = [
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/rtf',
];
const films = ['video/mp4', 'video/quicktime', 'video/webm'];

/**
 * Categories of customers' files, shared by every stage. HTML and SVG are left out because browsers
 * run their scripts. Every function that reads the table has it in a file beside its code.
 */
export const fileCategories: Record<string, FileCategory> = {
  photo: kept('photos', 50, [...pictures, 'image/heic']),
  audio: kept('audio', 500, sounds),
  waveform: keptSmall('waveforms', 10, ['image/png', 'application/json']),
  pdf: kept('pdfs', 100, ['application/pdf']),
  image: kept('images', 50, [...pictures, 'image/gif', 'image/tiff', 'image/avif', 'image/bmp']),
  document: kept('documents', 100, [
    'application/pdf',
    ...office,
    'text/plain',
    'text/markdown',
    'text/csv',
  ]),
  video: kept('videos', 5000, films),
  avatar: keptSmall('avatars', 5, pictures),
  report: keptSmall('reports', 50, ['application/pdf', 'text/csv', 'application/json']),
  transcript: keptSmall('transcripts', 5, [
    'text/plain',
    'text/markdown',
    'text/vtt',
    'application/x-subrip',
    'application/json',
  ]),
  'ai-generated': kept('ai-generated', 500, ['image/png', 'image/webp', 'audio/mpeg', 'video/mp4']),
  processed: kept('processed', 500, [
    'image/jpeg',
    'image/png',
    'audio/mpeg',
    'video/mp4',
    'application/pdf',
  ]),
};
