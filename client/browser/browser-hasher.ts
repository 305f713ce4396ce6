import { unreadableFile } from '../api/problem.ts';
import { type Hasher, type Piece, readable, type Source } from '../platform.ts';
import { base64 } from '../upload/base64.ts';
import { BlobHash } from './blob-hash.ts';
import type { HashAnswer, HashQuestion } from './hash-worker.ts';

/** The bundled worker as text, which the build defines. Without it the main thread hashes. */
declare const KEEPSAKE_WORKER: string | undefined;

/** Up to this size, one digest of the whole file in memory is the fastest. */
const wholeBytes = 16 * 1024 ** 2;

let workerUrl: string | undefined;

/**
 * Undefined until the first worker has answered or failed: a page's policy may refuse a worker
 * after it was constructed.
 */
let workersRun: boolean | undefined;

/** A hasher in a worker of its own, or on the main thread where the page allows no workers. */
export const browserHasher = (): Hasher => {
  const worker = workersRun === false ? undefined : startWorker();
  const ready = (async () => {
    if (!worker) return hashOnMainThread();
    workersRun ??= await probeWorker(worker);
    return workersRun ? hashInWorker(worker) : hashOnMainThread();
  })();
  return {
    add: async (piece, wanted) => (await ready).add(piece, wanted),
    sha256: async () => (await ready).sha256(),
    close: () => worker?.terminate(),
  };
};

const startWorker = (): Worker | undefined => {
  if (typeof KEEPSAKE_WORKER === 'undefined' || typeof Worker === 'undefined') return undefined;
  workerUrl ??= URL.createObjectURL(new Blob([KEEPSAKE_WORKER], { type: 'text/javascript' }));
  try {
    return new Worker(workerUrl);
  } catch {
    return undefined;
  }
};

const hashOnMainThread = (): Hasher => {
  const hash = new BlobHash();
  return {
    add: (piece, wanted) => readable(hash.add(asBlob(piece), wanted)),
    sha256: async () => hash.digest(),
    close: () => undefined,
  };
};

const asBlob = (piece: Piece): Blob => {
  if ('path' in piece) throw new TypeError('A browser uploads blobs and bytes, not paths.');
  return piece instanceof Blob ? piece : new Blob([piece]);
};

const probeWorker = async (worker: Worker): Promise<boolean> => {
  try {
    await askWorker(worker)({ blob: new Blob([]), wanted: {} });
    return true;
  } catch {
    return false;
  }
};

type Asked = { resolve: (value: string | undefined) => void; reject: (reason: unknown) => void };

/** Asks one worker; answers come in the order of the questions. */
const askWorker = (worker: Worker) => {
  const asked: Asked[] = [];
  worker.onmessage = ({ data }: MessageEvent<HashAnswer>) => {
    const next = asked.shift();
    if ('error' in data) next?.reject(unreadableFile(data.error));
    else next?.resolve(data.value);
  };
  worker.onerror = () => {
    for (const { reject } of asked.splice(0))
      reject(new Error('The hash worker failed to read or hash the file.'));
  };
  return (question: HashQuestion): Promise<string | undefined> =>
    new Promise((resolve, reject) => {
      asked.push({ resolve, reject });
      worker.postMessage(question);
    });
};

const hashInWorker = (worker: Worker): Hasher => {
  const ask = askWorker(worker);
  return {
    add: (piece, wanted) => ask({ blob: asBlob(piece), wanted }),
    sha256: async () => answered(await ask('digest')),
    close: () => worker.terminate(),
  };
};

const answered = (hash: string | undefined): string => {
  if (hash === undefined) throw new Error('The hash worker answered no SHA-256.');
  return hash;
};

/** SHA-256 of a whole file: the browser's own for small files, a worker's for others. */
export const browserSha256 = async (source: Source): Promise<string> => {
  const blob = asBlob(await source.piece(0, source.sizeBytes));
  if (blob.size <= wholeBytes && globalThis.crypto?.subtle) {
    const bytes = await readable(blob.arrayBuffer());
    return base64(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  }
  const hasher = browserHasher();
  try {
    await hasher.add(blob, { sha256: true });
    return await hasher.sha256();
  } finally {
    hasher.close();
  }
};
