import { correction, generate } from 'lean-qr';
import { toPngBuffer } from 'lean-qr/extras/node_export';
import { toSvgSource } from 'lean-qr/extras/svg';

/** White around the code, in modules; scanners are promised four. */
const quietZone = 4;

/** The text as a scalable SVG of `sizePx`, white ground and quiet zone included. */
export const qrSvg = (text: string, sizePx: number): string =>
  toSvgSource(codeOf(text), {
    on: '#000',
    off: '#fff',
    pad: quietZone,
    width: sizePx,
    height: sizePx,
    xmlDeclaration: true,
  });

// Q: a quarter of the code may be scratched or dirty. Fixed: a higher level the same size would
// allow changes nothing for print, and codes stay alike.
const codeOf = (text: string) =>
  generate(text, { minCorrectionLevel: correction.Q, maxCorrectionLevel: correction.Q });

/**
 * The text as a black-and-white PNG. Every module is the same whole number of pixels, so its side
 * is the nearest one at or below `sizePx`.
 */
export const qrPng = (text: string, sizePx: number): Uint8Array => {
  const code = codeOf(text);
  const scale = Math.max(1, Math.floor(sizePx / (code.size + 2 * quietZone)));
  return toPngBuffer(code, { on: [0, 0, 0], off: [255, 255, 255], pad: quietZone, scale });
};
