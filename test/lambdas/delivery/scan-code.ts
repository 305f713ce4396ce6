import { PNG } from 'pngjs';
import decodeQR from 'qr/decode.js';

/** A picture in RGBA. */
export type Picture = { width: number; height: number; data: Uint8Array };

/** A scanner's reading of the code. Throws when the code is unreadable. */
export const scan = (picture: Picture): string => decodeQR(picture);

/** A PNG as pixels. */
export const pictureOfPng = (bytes: Buffer): Picture => PNG.sync.read(bytes);

type Edge = { x: number; from: number; to: number };

// Only upright edges matter to a ray that runs to the right.
const uprightEdges = (path: string): Edge[] =>
  (path.match(/M[^Z]*Z/g) ?? []).flatMap((outline) => {
    const points = [...outline.matchAll(/(-?\d+) (-?\d+)/g)].map(([, x, y]) => ({
      x: Number(x),
      y: Number(y),
    }));
    return points.flatMap(({ x, y }, index) => {
      const next = points[(index + 1) % points.length];
      return next && next.x === x && next.y !== y
        ? [{ x, from: Math.min(y, next.y), to: Math.max(y, next.y) }]
        : [];
    });
  });

/**
 * The one path of a QR document as pixels, `scale` to the unit: even-odd, as a browser fills
 * outlines that do not overlap.
 */
export const pictureOfSvg = (svg: string, scale = 4): Picture => {
  const [, left = 0, top = 0, side = 0] = (
    /viewBox="(-?\d+) (-?\d+) (\d+) \3"/.exec(svg) ?? []
  ).map(Number);
  const edges = uprightEdges(/ d="([^"]*)"/.exec(svg)?.[1] ?? '');
  const isDark = (x: number, y: number): boolean =>
    edges.filter((edge) => edge.x > x && edge.from < y && edge.to > y).length % 2 === 1;
  const pixels = side * scale;
  const data = new Uint8Array(pixels * pixels * 4).fill(255);
  for (let index = 0; index < pixels * pixels; index++) {
    const x = left + ((index % pixels) + 0.5) / scale;
    const y = top + (Math.floor(index / pixels) + 0.5) / scale;
    if (isDark(x, y)) data.fill(0, index * 4, index * 4 + 3);
  }
  return { width: pixels, height: pixels, data };
};

/** White pixels around the code: left, top, right, bottom. */
export const margins = ({ width, height, data }: Picture): number[] => {
  const dark = [...Array(width * height).keys()].filter((index) => data[index * 4] === 0);
  const columns = dark.map((index) => index % width);
  const rows = dark.map((index) => Math.floor(index / width));
  const most = (values: number[]): number => values.reduce((a, b) => Math.max(a, b));
  const least = (values: number[]): number => values.reduce((a, b) => Math.min(a, b));
  return [least(columns), least(rows), width - 1 - most(columns), height - 1 - most(rows)];
};
