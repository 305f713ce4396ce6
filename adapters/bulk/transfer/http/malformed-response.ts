/** The peer does not speak HTTP/1.1 as we read it. The connection is no longer trusted. */
export class MalformedResponse extends Error {
  override readonly name = 'MalformedResponse';
}
