import { execFile } from 'node:child_process';
import { cutText } from '../../core/shared/model/text.ts';
import type { FileReader } from '../../core/uploads/ports.ts';
import type { Film, Frames, Unreadable } from '../../core/variants/ports.ts';
import { type ServedFilm, serveFilm } from './loopback-film.ts';

/** The demuxer is named: a film cannot choose one that opens other files, such as a playlist. */
const demuxers: Readonly<Record<string, string>> = {
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'video/webm': 'matroska',
};

const mostMilliseconds = 60_000;
const mostPngBytes = 64 * 1024 ** 2;
/**
 * What ffmpeg may have of the function's 2 GB. A film of 750 kB may claim 256 megapixels, and
 * sixteen such frames to be kept. A system without this limit goes without.
 */
const limited = 'ulimit -v 1600000 2>/dev/null; exec "$0" "$@"';
/** Frames are taken from here: many films begin in black. */
const startSeconds = 1;

/**
 * Frames by ffmpeg, a program that the stage brings along. It reads the film over loopback, has no
 * environment, and so reaches neither files nor AWS.
 */
export class FfmpegFrames implements Frames {
  readonly #reader: Pick<FileReader, 'bytesAt'>;
  readonly #ffmpeg: string;

  constructor(reader: Pick<FileReader, 'bytesAt'>, ffmpeg = '/opt/bin/ffmpeg') {
    this.#reader = reader;
    this.#ffmpeg = ffmpeg;
  }

  async take(film: Film): Promise<Uint8Array | Unreadable> {
    const demuxer = demuxers[film.contentType];
    if (demuxer === undefined) return { unreadable: `${film.contentType} is no film` };
    const served = await serveFilm(this.#reader, film);
    try {
      return await this.#firstOf(served, demuxer, [startSeconds, 0]);
    } finally {
      served.close();
    }
  }

  /** A film that is shorter has no frame there: then its first. */
  async #firstOf(
    served: ServedFilm,
    demuxer: string,
    [seconds = 0, ...others]: number[],
  ): Promise<Uint8Array | Unreadable> {
    const frame = await run(this.#ffmpeg, argumentsFor(demuxer, served.url, seconds));
    if (served.failure !== undefined) throw served.failure;
    if (!('unreadable' in frame) && frame.length > 0) return frame;
    if (others.length > 0) return this.#firstOf(served, demuxer, others);
    return 'unreadable' in frame ? frame : { unreadable: 'ffmpeg: the film has no frame' };
  }
}

const run = (ffmpeg: string, args: string[]): Promise<Uint8Array | Unreadable> =>
  new Promise((resolve) => {
    const options = {
      encoding: 'buffer',
      timeout: mostMilliseconds,
      killSignal: 'SIGKILL',
      maxBuffer: mostPngBytes,
      env: {},
    } as const;
    execFile('/bin/sh', ['-c', limited, ffmpeg, ...args], options, (error, png, messages) => {
      const [said = 'no frame'] = messages.toString('utf8').split('\n');
      resolve(error ? { unreadable: `ffmpeg: ${cutText(said, 150)}` } : new Uint8Array(png));
    });
  });

const argumentsFor = (demuxer: string, url: string, seconds: number): string[] => [
  ...['-nostdin', '-v', 'error', '-threads', '1', '-protocol_whitelist', 'http,tcp,pipe'],
  ...['-f', demuxer, '-ss', `${seconds}`, '-i', url, '-an', '-sn', '-dn'],
  ...['-frames:v', '1', '-vf', "scale='min(1920,iw)':-2", '-f', 'image2pipe'],
  ...['-threads', '1', '-c:v', 'png', 'pipe:1'],
];
