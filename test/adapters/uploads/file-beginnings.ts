const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const text = (content: string): Buffer => Buffer.from(content);
const after = (...parts: (Buffer | string)[]): Buffer =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  );
/** A file that continues beyond what is read of it. */
const long = (start: Buffer): Buffer => Buffer.concat([start, Buffer.alloc(10_000, 1)]);

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** An ISO container's first box. */
const brand = (major: string, other = major): Buffer =>
  long(after(uint32(24), 'ftyp', major, uint32(512), other, 'isom'));

const pngStart = after(
  hex('89504e470d0a1a0a'),
  uint32(13),
  'IHDR',
  hex('00000001000000010802000000 907753de'),
);
const webm = long(
  after(
    hex('1a45dfa3 9f 4286 81 01 42f7 81 01 42f2 81 04 42f3 81 08 4282 84'),
    'webm',
    hex('4287 81 04 4285 81 02'),
  ),
);
const ogg = (codec: string): Buffer => long(after('OggS', Buffer.alloc(24), codec));

/** How real files of every configured type begin, as cameras, recorders and editors write them. */
export const beginnings: Record<string, Record<string, Buffer>> = {
  'image/jpeg': {
    JFIF: long(after(hex('ffd8ffe00010'), 'JFIF\0', hex('0101006000600000'))),
    'Exif from a camera': long(after(hex('ffd8ffe11234'), 'Exif\0\0')),
    'raw, without a header of its own': long(hex('ffd8ffdb0043')),
  },
  'image/png': {
    small: after(pngStart, uint32(0), 'IDAT'),
    'with a colour profile longer than what is read': after(
      pngStart,
      uint32(9_000),
      'iCCP',
      Buffer.alloc(9_004),
      uint32(0),
      'IDAT',
    ),
    animated: after(pngStart, uint32(8), 'acTL', Buffer.alloc(12), uint32(0), 'IDAT'),
  },
  'image/webp': {
    lossy: long(after('RIFF', uint32(1), 'WEBPVP8 ')),
    extended: long(after('RIFF', uint32(1), 'WEBPVP8X')),
  },
  'image/gif': { 89: long(text('GIF89a')), 87: long(text('GIF87a')) },
  'image/tiff': {
    'little endian': long(hex('49492a0008000000')),
    'big endian': long(hex('4d4d002a00000008')),
  },
  'image/heic': {
    heic: brand('heic'),
    heix: brand('heix'),
    mif1: brand('mif1'),
    'a profile first, and heic among the others': brand('miaf', 'heic'),
    'a profile first, and no codec': brand('MiHE', 'mif1'),
    'layers of a picture': brand('heim'),
    'layers of a sequence': brand('hevs'),
  },
  'audio/mpeg': {
    'ID3 with a cover longer than what is read': long(after('ID3', hex('0300 00 00 01 7f 7f'))),
    'bare frames': long(hex('fffb9064')),
  },
  'audio/mp4': { M4A: brand('M4A '), isom: brand('isom'), mp42: brand('mp42') },
  'audio/wav': { RIFF: long(after('RIFF', uint32(1), 'WAVEfmt ')) },
  'audio/ogg': { Opus: ogg('OpusHead'), Vorbis: ogg('\u0001vorbis') },
  'audio/webm': { 'a browser’s recording': webm },
  'video/mp4': {
    isom: brand('isom'),
    mp42: brand('mp42'),
    avc1: brand('avc1'),
    'from Apple': brand('M4V '),
    'from a phone': brand('3gp4'),
  },
  'video/quicktime': { qt: brand('qt  ') },
  'video/webm': { Matroska: webm },
  'application/pdf': { 1.7: long(text('%PDF-1.7\n%\u00e2\u00e3\n')) },
  'application/json': {
    object: text('{"peaks": [1, 2]}'),
    array: text('[0.1]'),
    empty: text('{}'),
  },
  'text/plain': { short: text('Hello'), long: text('Grüße. '.repeat(2_000)) },
  'text/csv': { table: text('name,age\nAda,36\n') },
  'text/vtt': { captions: text('WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n') },
};
