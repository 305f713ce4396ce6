/**
 * The peer does not speak HTTP/1.1 as we read it; nothing on this connection can be trusted any
 * more.
 */
export class MalformedResponse extends Error {
  override readonly name = 'MalformedResponse';
}
