export type Entry = { name: string; content: Buffer; isOrphan?: boolean };

/** One file of an archive, stored without compression. */
export const entry = (name: string, content: Buffer | string = ''): Entry => ({
  name,
  content: Buffer.from(content),
});

const local = ({ name, content }: Entry): Buffer => {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50);
  header.writeUInt16LE(20, 4);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(Buffer.byteLength(name), 26);
  return Buffer.concat([header, Buffer.from(name), content]);
};

const listed = ({ name, content }: Entry, offset: number): Buffer => {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50);
  header.writeUInt32LE(content.length, 20);
  header.writeUInt32LE(content.length, 24);
  header.writeUInt16LE(Buffer.byteLength(name), 28);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, Buffer.from(name)]);
};

const end = (count: number, directoryBytes: number, start: number): Buffer => {
  const bytes = Buffer.alloc(22);
  bytes.writeUInt32LE(0x06054b50);
  bytes.writeUInt16LE(count, 8);
  bytes.writeUInt16LE(count, 10);
  bytes.writeUInt32LE(directoryBytes, 12);
  bytes.writeUInt32LE(start, 16);
  return bytes;
};

/** A ZIP archive. Orphans are in it, and not in its directory: readers do not see them. */
export const archive = (...entries: readonly Entry[]): Buffer => {
  const bodies = entries.map(local);
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [index, one] of entries.entries()) {
    if (!one.isOrphan) directory.push(listed(one, offset));
    offset += bodies[index]?.length ?? 0;
  }
  const list = Buffer.concat(directory);
  return Buffer.concat([...bodies, list, end(directory.length, list.length, offset)]);
};

export const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The part that says that an archive is a Word document. */
export const wordTypes = entry(
  '[Content_Types].xml',
  `<Types><Override PartName="/word/document.xml" ContentType="${wordType}.main+xml"/></Types>`,
);
