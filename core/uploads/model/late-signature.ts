/** MPEG audio bitrates (kbit/s) by version (1, or 2 and 2.5) and layer; first and last: none. */
const bitrates: Readonly<Record<string, readonly number[]>> = {
  '1-2': [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1-3': [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2-2': [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  '2-3': [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};

const sampleRates = [44_100, 48_000, 32_000];

/** Version bits 0, 2, 3: MPEG 2.5, 2, 1. MPEG 2 halves the sample rate, 2.5 quarters it. */
const rateDivisors: Readonly<Record<number, number>> = { 0: 4, 2: 2, 3: 1 };

type Frame = { kind: number; lengthBytes: number };

/** The frame of MPEG audio (layer II or III) whose header is here. */
const frameAt = (bytes: DataView, offset: number): Frame | undefined => {
  if (offset + 4 > bytes.byteLength) return undefined;
  const header = bytes.getUint32(offset);
  if (header >>> 21 !== 0x7ff) return undefined;
  const [version, layer] = [(header >>> 19) & 3, 4 - ((header >>> 17) & 3)];
  const divisor = rateDivisors[version];
  const bitrate = bitrates[`${version === 3 ? 1 : 2}-${layer}`]?.[((header >>> 12) & 15) - 1];
  const sampleRate = sampleRates[(header >>> 10) & 3];
  if (divisor === undefined || bitrate === undefined || sampleRate === undefined) return undefined;
  const samplesPerByte = version !== 3 && layer === 3 ? 72_000 : 144_000;
  const padding = (header >>> 9) & 1;
  return {
    kind: header >>> 17,
    lengthBytes: Math.floor((samplesPerByte * bitrate) / (sampleRate / divisor)) + padding,
  };
};

/** The frame of AAC (ADTS) whose header is here. */
const adtsFrameAt = (bytes: DataView, offset: number): Frame | undefined => {
  if (offset + 7 > bytes.byteLength) return undefined;
  // The sync word, and a layer of 0.
  if ((bytes.getUint16(offset) & 0xfff6) !== 0xfff0) return undefined;
  const lengthBytes = (bytes.getUint32(offset + 2) >>> 5) & 0x1fff;
  return lengthBytes < 7 ? undefined : { kind: bytes.getUint16(offset), lengthBytes };
};

/** Players skip bytes outside frames. Two frames in a row are not a coincidence. */
const hasFrames = (bytes: Uint8Array, readFrame: typeof frameAt): boolean => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = bytes.indexOf(0xff); offset !== -1; offset = bytes.indexOf(0xff, offset + 1)) {
    const frame = readFrame(view, offset);
    if (frame && readFrame(view, offset + frame.lengthBytes)?.kind === frame.kind) return true;
  }
  return false;
};

const latin1 = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

/** Readers of PDF take its header anywhere in the first 1,024 bytes (ISO 32000, annex H). */
const hasPdfHeader = (bytes: Uint8Array): boolean =>
  latin1(bytes.subarray(0, 1024 + 4)).includes('%PDF-');

/** RF64 and BW64 are WAVE files beyond 4 GB, RIFX is one whose numbers are big-endian. */
const isOtherWave = (bytes: Uint8Array): boolean =>
  /^(?:RF64|BW64|RIFX)[\s\S]{4}WAVE/.test(latin1(bytes.subarray(0, 12)));

/**
 * Films from before `ftyp` begin with the space they leave or with a preview, and segments of a
 * stream with `styp` (ISO 14496-12, QuickTime File Format).
 */
const beginsWithBox = (bytes: Uint8Array): boolean =>
  /^[\s\S]{4}(?:skip|pnot|styp)/.test(latin1(bytes.subarray(0, 8)));

const tests: Readonly<Record<string, (bytes: Uint8Array) => boolean>> = {
  'application/pdf': hasPdfHeader,
  'audio/mpeg': (bytes) => hasFrames(bytes, frameAt),
  'audio/aac': (bytes) => hasFrames(bytes, adtsFrameAt),
  'audio/wav': isOtherWave,
  'audio/mp4': beginsWithBox,
  'video/mp4': beginsWithBox,
  'video/quicktime': beginsWithBox,
};

/** True if readers of the type accept a file that begins like this, without a signature. */
export const hasLateSignature = (contentType: string, firstBytes: Uint8Array): boolean =>
  Object.hasOwn(tests, contentType) && tests[contentType]?.(firstBytes) === true;
