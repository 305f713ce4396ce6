import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { FfmpegFrames } from '../../../adapters/variants/ffmpeg-frames.ts';
import { serveFilm } from '../../../adapters/variants/loopback-film.ts';
import { SourceMissing } from '../../../core/errors.ts';

const bytes = new Uint8Array(3 * 1024 ** 2).map((_, index) => index % 251);
const film = {
  bucket: 'files',
  key: 'film',
  versionId: 'v1',
  sizeBytes: bytes.length,
  contentType: 'video/mp4',
};
const reader = {
  bytesAt: async (_: unknown, { offsetBytes, count }: { offsetBytes: number; count: number }) =>
    bytes.subarray(offsetBytes, offsetBytes + count),
};

const folder = mkdtempSync(join(tmpdir(), 'keepsake-ffmpeg-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program in ffmpeg's place, so that no machine needs ffmpeg. */
const program = (name: string, script: string): string => {
  const file = join(folder, name);
  writeFileSync(file, `#!${process.execPath}\n${script}`);
  chmodSync(file, 0o755);
  return file;
};

const fetching = (then: string) => `
const url = process.argv[process.argv.indexOf('-i') + 1];
fetch(url, { headers: { range: 'bytes=2097150-2097160' } })
  .then(async (answer) => { const read = Buffer.from(await answer.arrayBuffer()); ${then} })
  .catch((error) => { console.error(String(error)); process.exit(1); });`;

describe('frames of films', () => {
  it('are what ffmpeg writes, which reads the film by ranges over loopback', async () => {
    const echo = program('echo', fetching('process.stdout.write(read);'));
    const frame = await new FfmpegFrames(reader, echo).take(film);
    expect(frame).toEqual(new Uint8Array(bytes.subarray(2097150, 2097161)));
  });

  it('are made by a program that has no environment, a named demuxer and no files', async () => {
    const told = 'console.log(JSON.stringify([process.argv.slice(2), Object.keys(process.env)]))';
    const frame = await new FfmpegFrames(reader, program('tell', told)).take(film);
    const [args, env] = JSON.parse(Buffer.from(frame as Uint8Array).toString());
    expect(args.join(' ')).toMatch(/-protocol_whitelist http,tcp,pipe -f mov .*-i http:\/\/127/);
    expect(env.filter((name: string) => /AWS|LAMBDA|PATH/.test(name))).toEqual([]);
  });

  it('of a film that cannot be decoded are unreadable, in ffmpeg’s words', async () => {
    const fails = program('fails', "console.error('moov atom not found'); process.exit(1)");
    expect(await new FfmpegFrames(reader, fails).take(film)).toEqual({
      unreadable: 'ffmpeg: moov atom not found',
    });
  });

  it('of a film that takes more memory than the function has are unreadable: it goes on', async () => {
    const greedy = program('greedy', "Buffer.alloc(1.8e9, 1); console.log('frame');");
    expect(await new FfmpegFrames(reader, greedy).take(film)).toMatchObject({
      unreadable: expect.stringContaining('ffmpeg: '),
    });
  });

  it('of a film shorter than a second are its first', async () => {
    const first = `if (process.argv[process.argv.indexOf('-ss') + 1] === '0') console.log('frame');`;
    const frame = await new FfmpegFrames(reader, program('first', first)).take(film);
    expect(Buffer.from(frame as Uint8Array).toString()).toBe('frame\n');
  });

  it('of another type are not asked for', async () => {
    const frames = new FfmpegFrames(reader, '/nowhere');
    expect(await frames.take({ ...film, contentType: 'text/plain' })).toEqual({
      unreadable: 'text/plain is no film',
    });
  });

  it('fail with storage’s own error, not with ffmpeg’s', async () => {
    const gone = { bytesAt: () => Promise.reject(new SourceMissing('gone')) };
    const echo = program('echo2', fetching('process.stdout.write(read);'));
    await expect(new FfmpegFrames(gone, echo).take(film)).rejects.toThrow(SourceMissing);
  });
});

describe('a film on loopback', () => {
  it.each([
    [undefined, 0, bytes.length],
    ['bytes=0-', 0, bytes.length],
    ['bytes=3145720-', 3_145_720, bytes.length],
    ['bytes=5-9', 5, 10],
  ])('answers the range %s', async (range, first, end) => {
    const served = await serveFilm(reader, film);
    const answer = await fetch(served.url, range === undefined ? {} : { headers: { range } });
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(first, end))).toBe(true);
    served.close();
  });

  it('has nothing beyond its end', async () => {
    const served = await serveFilm(reader, film);
    const headers = { range: `bytes=${bytes.length}-` };
    expect((await fetch(served.url, { headers })).status).toBe(416);
    served.close();
  });
});
