// A server of SFTP on standard input and output: a folder of three files, and one fault.

const [, , fault] = process.argv;

const files: Record<string, string> = { '/m/a': 'first', '/m/b': 'second', '/m/c': 'third' };

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const text = (value: string): Buffer =>
  Buffer.concat([uint32(Buffer.byteLength(value)), Buffer.from(value)]);

const send = (type: number, ...parts: Buffer[]): void => {
  const body = Buffer.concat([Buffer.from([type]), ...parts]);
  process.stdout.write(Buffer.concat([uint32(body.length), body]));
};

const attributes = (path: string): Buffer => {
  const content = files[path];
  const mode = uint32(content === undefined ? 0o040755 : 0o100644);
  const times = Buffer.concat([uint32(1_546_300_800), uint32(1_546_300_800)]);
  if (fault === 'names no size') return Buffer.concat([uint32(4 | 8), mode, times]);
  const size = Buffer.concat([uint32(0), uint32(Buffer.byteLength(content ?? ''))]);
  return Buffer.concat([uint32(1 | 4 | 8), size, mode, times]);
};

const entry = (path: string, name: string): Buffer =>
  Buffer.concat([text(name), text('-rw'), attributes(path)]);

const status = (id: Buffer, code: number): void =>
  send(101, id, uint32(code), text('no'), text(''));

let isListed = false;

const listFolder = (id: Buffer): void => {
  if (isListed) {
    status(id, 1);
    return;
  }
  isListed = true;
  const names = Object.keys(files).map((path) => entry(path, path.slice('/m/'.length)));
  const all = fault === 'lists a path' ? [...names, entry('/m/a', '../a')] : names;
  send(104, id, uint32(all.length), ...all);
};

const read = (id: Buffer, path: string, fields: Buffer): void => {
  const at = fields.readUInt32BE(4);
  const content = Buffer.from(files[path] ?? '');
  if (at >= content.length) {
    status(id, 1);
    return;
  }
  const more = fault === 'reads too much' ? Buffer.from('and more') : Buffer.alloc(0);
  const piece = Buffer.concat([content.subarray(at, at + fields.readUInt32BE(8)), more]);
  send(103, id, uint32(piece.length), piece);
};

/** Handles are the paths. */
const answer = (type: number, id: Buffer, body: Buffer): void => {
  const length = body.readUInt32BE();
  const path = body.subarray(4, 4 + length).toString();
  const rest = body.subarray(4 + length);
  if (fault === 'is silent') return;
  if (fault === 'cuts fields off') send(104, id, uint32(5));
  else if (fault === 'packets without an id') process.stdout.write(uint32(2));
  else if (type === 16) send(104, id, uint32(1), entry(path, path));
  else if (type === 17 || type === 8) send(105, id, attributes(path));
  else if (type === 11 || type === 3) {
    isListed = false;
    send(102, id, text(path));
  } else if (type === 12) listFolder(id);
  else if (type === 5) read(id, path, rest);
  else status(id, 0);
};

if (fault === 'says hello') process.stdout.write('Hello and welcome to this machine\n');

let received = Buffer.alloc(0);
process.stdin.on('data', (bytes: Buffer) => {
  received = Buffer.concat([received, bytes]);
  while (received.length >= 4 && received.length >= 4 + received.readUInt32BE()) {
    const packet = received.subarray(4, 4 + received.readUInt32BE());
    received = received.subarray(4 + packet.length);
    if (packet[0] === 1) send(2, uint32(3));
    else answer(packet[0] ?? 0, packet.subarray(1, 5), packet.subarray(5));
  }
});
