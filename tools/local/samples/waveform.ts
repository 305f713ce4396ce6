import { crc32, deflateSync } from 'node:zlib';

const width = 1200;
const height = 300;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A recording's waveform as a PNG of 1200 × 300 grey pixels. */
export const makeWaveform = (samples: Int16Array): Buffer =>
  Buffer.concat([
    signature,
    chunk('IHDR', imageHeader()),
    chunk('IDAT', deflateSync(drawRows(samples), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
};

const imageHeader = (): Buffer => {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([8, 0], 8); // eight bits of grey; deflate, no interlace
  return data;
};

const drawRows = (samples: Int16Array): Buffer => {
  const rows = Buffer.alloc((width + 1) * height, 245);
  for (let y = 0; y < height; y += 1) rows[y * (width + 1)] = 0; // filter of each row: none
  const share = Math.floor(samples.length / width);
  for (let x = 0; x < width; x += 1) {
    const peak = samples
      .subarray(x * share, (x + 1) * share)
      .reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
    drawColumn(rows, x, peak);
  }
  return rows;
};

// Each column shows the loudest moment of its share of the recording, around the middle line.
const drawColumn = (rows: Buffer, x: number, peak: number): void => {
  const half = Math.max(1, Math.round((peak / 32_768) * (height / 2 - 4)));
  for (let y = height / 2 - half; y < height / 2 + half; y += 1) rows[y * (width + 1) + 1 + x] = 40;
};
