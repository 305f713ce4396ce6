import { randomBytes } from 'node:crypto';

const png =
  '89504e470d0a1a0a0000000d49484452' + '00000001000000010802000000907753de' + '0000000049444154';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

const box = (brand: string): Buffer =>
  Buffer.concat([Buffer.from([0, 0, 0, 20]), bytes(`ftyp${brand}\0\0\0\0${brand}`)]);

const beginnings: Readonly<Record<string, Buffer>> = {
  'image/jpeg': Buffer.from('ffd8ffe000104a46494600', 'hex'),
  'image/png': Buffer.from(png, 'hex'),
  'image/gif': bytes('GIF89a'),
  'image/webp': bytes('RIFF\0\0\0\0WEBPVP8 '),
  'image/heic': box('heic'),
  'image/tiff': Buffer.from('49492a0008000000', 'hex'),
  'audio/mpeg': bytes('ID3\u0003\0\0\0\0\u007f\u007f'),
  'audio/mp4': box('M4A '),
  'audio/wav': bytes('RIFF\0\0\0\0WAVEfmt '),
  'video/mp4': box('isom'),
  'video/quicktime': box('qt  '),
  'application/pdf': bytes('%PDF-1.7\n'),
};

const texts: Readonly<Record<string, string>> = {
  'text/plain': '',
  'text/csv': '',
  'text/vtt': 'WEBVTT\n\n',
  'application/json': '[',
};

/** True for the types `minimalFile` knows. */
export const hasMinimalFile = (contentType: string): boolean =>
  contentType in beginnings || contentType in texts;

/**
 * The least that passes for a file of its type: its signature, then random bytes (random hex, in a
 * text). No program can open it.
 */
export const minimalFile = (contentType: string, sizeBytes: number): Buffer => {
  const text = texts[contentType];
  if (text !== undefined)
    return bytes(text + randomBytes(sizeBytes).toString('hex')).subarray(0, sizeBytes);
  const beginning = beginnings[contentType];
  if (!beginning) throw new Error(`No beginning of ${contentType} is known here.`);
  return Buffer.concat([beginning, randomBytes(sizeBytes)]).subarray(0, sizeBytes);
};
