import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getTls } from 'node:https';
import { pipeline } from 'node:stream/promises';

/** A file to save: its URL is asked for when it is needed, because it works for minutes. */
export type Wanted = {
  url: () => Promise<string>;
  sizeBytes: number;
  /** Base64; absent for a record of an older system. */
  sha256?: string | undefined;
};

const sha256Of = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
};

/** Why the file is not the wanted one; `undefined` if it is. */
const fault = async (file: string, { sizeBytes, sha256 }: Wanted): Promise<string | undefined> => {
  const { size } = await stat(file);
  if (size !== sizeBytes) return `${size} bytes came, expected ${sizeBytes}`;
  if (sha256 === undefined) return undefined;
  const found = await sha256Of(file);
  return found === sha256 ? undefined : `its SHA-256 is ${found}, expected ${sha256}`;
};

const isSaved = (file: string, wanted: Wanted): Promise<boolean> =>
  fault(file, wanted).then(
    (why) => why === undefined,
    () => false,
  );

/** Storage that is silent for longer has stopped sending. */
const idleMs = 60_000;

/** Not by `fetch`, which unpacks what storage keeps as gzip: the bytes would not be the file's. */
const ask = (url: string): Promise<IncomingMessage> =>
  new Promise((answered, failed) => {
    const get = new URL(url).protocol === 'http:' ? getPlain : getTls;
    const request = get(url, answered).on('error', failed);
    request.setTimeout(idleMs, () => request.destroy(new Error('storage stopped sending')));
  });

const download = async (file: string, wanted: Wanted): Promise<string | undefined> => {
  const response = await ask(await wanted.url());
  if (response.statusCode !== 200) {
    response.destroy();
    return `its download was answered with ${response.statusCode}`;
  }
  await pipeline(response, createWriteStream(file, { mode: 0o600 }));
  return fault(file, wanted);
};

/**
 * Saves a file under a path, compared with its record. A file that is there already, whole, is not
 * asked for again. Answers why it was not saved; then nothing is left under the path.
 */
export const saveFile = async (path: string, wanted: Wanted): Promise<string | undefined> => {
  if (await isSaved(path, wanted)) return undefined;
  const unfinished = `${path}.part`;
  try {
    const why = await download(unfinished, wanted);
    if (why === undefined) await rename(unfinished, path);
    return why;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await rm(unfinished, { force: true });
  }
};
