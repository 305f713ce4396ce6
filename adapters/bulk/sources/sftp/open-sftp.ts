import { SourceChanged, SourceMissing } from '../../../../core/errors.ts';
import type { RangedAnswer } from '../../transfer/files/ranged-stream.ts';
import { type Opened, type SftpClient, Unreadable } from './sftp-client.ts';
import type { Attributes } from './sftp-packets.ts';

/** What every server takes as one request. */
const readBytes = 32_768;

/** Enough under way for 100 MB a second at 20 ms. */
const readsAtOnce = 64;

type Location = { path: string; root?: string };
type At = { position: number; etag?: string | undefined };

type Facts = Attributes & { sizeBytes: number };

/**
 * Opens a file of an SSH server, from a position on. Throws `SourceMissing`, `SourceChanged`,
 * `InvalidInput` and `TransientFault`, and so do its chunks.
 */
export const openSftp = async (
  client: SftpClient,
  { path, root }: Location,
  { position, etag }: At,
): Promise<RangedAnswer> => {
  const [opened, real] = await Promise.allSettled([client.open(path), client.realpath(path)]);
  if (opened.status === 'rejected') throw opened.reason;
  try {
    if (real.status === 'rejected') throw real.reason;
    const facts = await client.fstat(opened.value);
    assertTakable({ path, root, real: real.value }, facts, etag);
    return answerOf(client, { opened: opened.value, facts }, position);
  } catch (error) {
    await client.close(opened.value);
    throw error;
  }
};

const answerOf = (
  client: SftpClient,
  { opened, facts }: { opened: Opened; facts: Facts },
  position: number,
): RangedAnswer => {
  const reading = { client, opened, facts };
  return {
    sizeBytes: facts.sizeBytes,
    etag: versionOf(facts),
    ...(facts.modifiedSeconds !== undefined && { modifiedMs: facts.modifiedSeconds * 1000 }),
    chunks: chunks(reading, position),
    cancel: () => void client.close(opened),
  };
};

/** A link that took the place of the file, or of a folder above it, leads elsewhere. */
function assertTakable(
  { path, root, real }: { path: string; root: string | undefined; real: string },
  facts: Attributes,
  etag: string | undefined,
): asserts facts is Facts {
  if (root !== undefined && real !== path) throw changed();
  if (etag !== undefined && etag !== versionOf(facts)) throw changed();
  if (facts.kind !== 'file') throw new Unreadable('it is not a file any more');
  // Taken for empty, its bytes would be lost without a word.
  if (facts.sizeBytes === undefined) throw new Unreadable('the server does not say its size');
}

type Reading = { client: SftpClient; opened: Opened; facts: Facts };

/** The rest of a file in order; many reads are under way. Ends at the size it was opened with. */
async function* chunks(
  { client, opened, facts }: Reading,
  start: number,
): AsyncGenerator<Uint8Array> {
  const underWay: { length: number; bytes: Promise<Buffer | undefined> }[] = [];
  let asked = start;
  let position = start;
  const askMore = (): void => {
    while (underWay.length < readsAtOnce && asked < facts.sizeBytes) {
      const length = Math.min(readBytes, facts.sizeBytes - asked);
      const bytes = client.read(opened, asked, length);
      // The reader may end before it comes to this one.
      bytes.catch(() => undefined);
      underWay.push({ length, bytes });
      asked += length;
    }
  };
  while (position < facts.sizeBytes) {
    askMore();
    const next = underWay.shift();
    const piece = await next?.bytes;
    if (!next || piece === undefined || piece.length === 0) throw changed();
    position += piece.length;
    if (piece.length < next.length) {
      // A short answer in the middle: the read-ahead no longer follows on.
      await Promise.allSettled(underWay.splice(0).map(({ bytes }) => bytes));
      asked = position;
    }
    if (position === facts.sizeBytes) await assertSame(client, opened, facts);
    yield piece;
  }
}

const assertSame = async (client: SftpClient, opened: Opened, facts: Facts): Promise<void> => {
  const now = await client.fstat(opened).catch((error: unknown) => {
    throw error instanceof SourceMissing ? changed() : error;
  });
  if (versionOf(now) !== versionOf(facts)) throw changed();
};

/** SFTP names no version of a file: size and time stand for it. */
const versionOf = ({ sizeBytes, modifiedSeconds }: Attributes): string =>
  `"${sizeBytes}-${modifiedSeconds}"`;

const changed = (): SourceChanged => new SourceChanged('The file changed while it was read.');
