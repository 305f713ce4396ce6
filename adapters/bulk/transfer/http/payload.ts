/** A body in its own buffer, with room for the head before it: both leave in one piece. */
export type Payload = { buffer: Buffer; start: number; length: number };

/** A body read while it is sent. */
export type PayloadStream = { length: number; chunks: () => AsyncIterable<Uint8Array> };

/** Written bytes are encrypted at once, into memory of their own. */
export const tlsPieceBytes = 65_536;

/** A body that is sent piece by piece. */
export const inPieces = ({ buffer, start, length }: Payload): PayloadStream => ({
  length,
  chunks: async function* () {
    for (let at = 0; at < length; at += tlsPieceBytes)
      yield buffer.subarray(start + at, start + Math.min(at + tlsPieceBytes, length));
  },
});
