import jpeg from 'jpeg-js';
import { noise } from './noise.ts';

const width = 1024;
const height = 683;

/** A baseline JPEG of 1024 × 683 pixels. */
export const makePhoto = (): Buffer => {
  const data = Buffer.alloc(width * height * 4);
  paint(data);
  return Buffer.from(jpeg.encode({ data, width, height }, 90).data);
};

// A sky that fades into a hill, with film grain: grain is what makes a JPEG as large as a photo's.
const paint = (data: Buffer): void => {
  const grain = noise(1);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const hill = y > height * (0.62 + 0.12 * Math.sin((x / width) * Math.PI * 2.3));
      const light = 1 - y / height + 0.08 * (grain() - 0.5);
      const [red, green, blue] = hill
        ? [70 * light + 30, 150 * light + 40, 60 * light]
        : [250 * light, 170 * light + 50, 120 * light + 110];
      data.set(
        [red, green, blue, 255].map((value) => Math.max(0, Math.min(255, Math.round(value)))),
        (y * width + x) * 4,
      );
    }
  }
};
