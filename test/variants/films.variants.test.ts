import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { FfmpegFrames } from '../../adapters/variants/ffmpeg-frames.ts';
import { SharpPictures } from '../../adapters/variants/sharp-pictures.ts';

const folder = mkdtempSync(join(tmpdir(), 'keepsake-films-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ffmpeg = execFileSync('which', ['ffmpeg'], { encoding: 'utf8' }).trim();

/** A film that is red at first and blue in its second second, made by ffmpeg itself. */
const filmOf = (seconds: number, name: string, codec: string): Buffer => {
  const file = join(folder, name);
  const colours = `color=red:s=320x240:d=${seconds}[a];color=blue:s=320x240:d=2[b];[a][b]concat`;
  execFileSync(ffmpeg, [
    ...['-v', 'error', '-filter_complex', colours, '-r', '10', '-c:v', codec],
    ...['-pix_fmt', 'yuv420p', '-y', file],
  ]);
  return readFileSync(file);
};

const posterOf = (bytes: Buffer, contentType: string) => {
  const reader = {
    bytesAt: async (_: unknown, { offsetBytes, count }: { offsetBytes: number; count: number }) =>
      new Uint8Array(bytes.subarray(offsetBytes, offsetBytes + count)),
  };
  const place = { bucket: 'files', key: 'film', versionId: 'v1' };
  return new FfmpegFrames(reader, ffmpeg).take({ ...place, sizeBytes: bytes.length, contentType });
};

describe('the poster of a film', () => {
  it.each([
    ['film.mp4', 'mpeg4', 'video/mp4'],
    ['film.mov', 'mpeg4', 'video/quicktime'],
    ['film.webm', 'libvpx', 'video/webm'],
  ])('of %s is its frame of the second second, by the real ffmpeg', async (name, codec, type) => {
    const frame = await posterOf(filmOf(0.5, name, codec), type);
    if ('unreadable' in frame) throw new Error(frame.unreadable);
    const { data } = await sharp(frame).raw().toBuffer({ resolveWithObject: true });
    expect([(data[0] ?? 255) < 60, (data[2] ?? 0) > 180]).toEqual([true, true]);
    const size = { name: 'web', widthPx: 100, heightPx: 100 };
    const drawn = await new SharpPictures().draw(frame, size);
    expect(drawn).toMatchObject({ contentType: 'image/jpeg', widthPx: 100, heightPx: 75 });
  });

  it('is unreadable for a playlist that is announced as a film', async () => {
    const playlist = Buffer.from('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n');
    expect(await posterOf(playlist, 'video/mp4')).toMatchObject({ unreadable: expect.anything() });
  });
});
