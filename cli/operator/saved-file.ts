import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getTls } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { answerTo } from '../../adapters/aws/answer-to.ts';
import { writePrivately } from './private-file.ts';

/** A file to save. Its URL is fetched on demand, because it expires within minutes. */
export type Wanted = {
  url: () => Promise<string>;
  sizeBytes: number;
  /** Base64; absent for a record of an older system. */
  sha256?: string | undefined;
};

/** Storage that is silent for longer has stopped sending. */
const idleMs = 60_000;

/**
 * Saves a file under a path, compared with its record. A file that is there already, whole, is not
 * asked for again. Returns why it was not saved; then nothing new is left under the path.
 */
export const saveFile = async (path: string, wanted: Wanted): Promise<string | undefined> => {
  if (await isSaved(path, wanted)) return undefined;
  try {
    const response = await ask(await wanted.url());
    if (response.statusCode !== 200) {
      response.destroy();
      return `its download was answered with ${response.statusCode}`;
    }
    let why: string | undefined;
    await writePrivately(path, response, async (written) => {
      why = await fault(written, wanted);
      return why === undefined;
    });
    return why;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const isSaved = (file: string, wanted: Wanted): Promise<boolean> =>
  fault(file, wanted).then(
    (why) => why === undefined,
    () => false,
  );

/** Why the file is not the wanted one; `undefined` if it is. */
const fault = async (file: string, { sizeBytes, sha256 }: Wanted): Promise<string | undefined> => {
  const facts = await lstat(file);
  if (!facts.isFile()) return 'it is no file';
  const { size } = facts;
  if (size !== sizeBytes) return `${size} bytes came, expected ${sizeBytes}`;
  if (sha256 === undefined) return undefined;
  const found = await sha256Of(file);
  return found === sha256 ? undefined : `its SHA-256 is ${found}, expected ${sha256}`;
};

const sha256Of = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
};

/** Not by `fetch`, which unpacks what storage keeps as gzip: the bytes would not be the file's. */
const ask = (url: string): Promise<IncomingMessage> => {
  const get = new URL(url).protocol === 'http:' ? getPlain : getTls;
  const request = get(url);
  request.setTimeout(idleMs, () => request.destroy(new Error('storage stopped sending')));
  return answerTo(request);
};
