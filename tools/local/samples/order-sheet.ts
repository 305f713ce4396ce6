const textLines = [
  'Keepsake',
  'Order sheet',
  'One photo, two seconds of sound, and its waveform.',
  'Printed links live five years.',
];

/** A one-page PDF with text and the photo on it. */
export const makeOrderSheet = (photo: Buffer): Buffer => {
  // Four high bytes after the header tell file tools that what follows is binary.
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const offsets: number[] = [];
  const written = (): number => parts.reduce((sum, { length }) => sum + length, 0);
  for (const [index, object] of objects(photo).entries()) {
    offsets.push(written());
    parts.push(Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n'));
  }
  return Buffer.concat([...parts, crossReferences(offsets, written())]);
};

const objects = (photo: Buffer): Buffer[] => [
  Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
  Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
  Buffer.from(
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R ' +
      '/Resources << /Font << /F1 5 0 R >> /XObject << /Photo 6 0 R >> >> >>',
  ),
  stream('', pageContent()),
  Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'),
  stream(
    '/Type /XObject /Subtype /Image /Width 1024 /Height 683 /ColorSpace /DeviceRGB ' +
      '/BitsPerComponent 8 /Filter /DCTDecode',
    photo,
  ),
];

const stream = (dictionary: string, data: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`<< ${dictionary} /Length ${data.length} >>\nstream\n`),
    data,
    Buffer.from('\nendstream'),
  ]);

const pageContent = (): Buffer => {
  const [title = '', ...rest] = textLines;
  const body = rest.map((line) => `0 -24 Td (${line}) Tj`).join(' ');
  return Buffer.from(
    `BT /F1 26 Tf 72 760 Td (${title}) Tj /F1 13 Tf ${body} ET\nq 451 0 0 301 72 340 cm ` +
      `/Photo Do Q\n`,
    'latin1',
  );
};

const crossReferences = (offsets: number[], startsAt: number): Buffer => {
  const rows = offsets.map((offset) => `${`${offset}`.padStart(10, '0')} 00000 n \n`).join('');
  const size = offsets.length + 1;
  return Buffer.from(
    `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R ` +
      `>>\nstartxref\n${startsAt}\n%%EOF\n`,
  );
};
