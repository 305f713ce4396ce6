import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { manifestColumns } from '../../../../core/bulk/model/manifest.ts';
import { badManifest, type ManifestLimits, type ManifestLine } from './manifest-lines.ts';

/** RFC 4180 with a header line. Throws `InvalidInput`. */
export async function* readCsv(
  text: AsyncIterable<string>,
  { maxLineChars }: ManifestLimits,
): AsyncGenerator<ManifestLine> {
  const parser = parse({
    columns: checkHeader,
    info: true,
    max_record_size: maxLineChars,
    skip_empty_lines: true,
  });
  const source = Readable.from(text, { objectMode: true }).on('error', (error) =>
    parser.destroy(error),
  );
  try {
    for await (const { record, info } of source.pipe(parser))
      yield { line: info.lines, value: present(record) };
  } catch (error) {
    throw refusal(error);
  } finally {
    source.destroy();
  }
}

/** A misspelt column would silently leave out a check, so names must be known. */
const checkHeader = (header: string[]): string[] => {
  const unknown = header.filter((name) => !manifestColumns.includes(name));
  if (unknown.length > 0)
    throw badManifest(
      `Line 1 names unknown columns: ${unknown.map(shortened).join(', ')}. Known are ` +
        `${manifestColumns.join(', ')}.`,
    );
  if (!header.includes('path'))
    throw badManifest(
      'Line 1 has no column path. It must name the columns, as in: path,size,sha256.',
    );
  const twice = header.find((name, index) => header.indexOf(name) < index);
  if (twice !== undefined) throw badManifest(`Line 1 names the column ${twice} twice.`);
  return header;
};

/** As a message shows it: a file that is not a manifest may have one long line. */
const shortened = (name: string): string => JSON.stringify(name.slice(0, 40));

/** An empty field says nothing. */
const present = (record: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ''));

const refusal = (error: unknown): unknown =>
  error instanceof CsvError
    ? badManifest(
        `Line ${error.lines ?? '?'} is not CSV (${error.code}). Quote fields that hold ` +
          'commas, quotes or line breaks.',
      )
    : error;
