import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { manifestColumns } from '../../../core/bulk/model/manifest.ts';
import { badManifest, type ManifestLimits, type ManifestLine } from './manifest-lines.ts';

/** A misspelt column would silently leave out a check, so names must be known. */
const checkHeader = (header: string[]): string[] => {
  const unknown = header.filter((name) => !manifestColumns.includes(name));
  if (unknown.length > 0)
    throw badManifest(`Line 1 names unknown columns; it may have ${manifestColumns.join(', ')}.`);
  if (!header.includes('path'))
    throw badManifest('Line 1 must name the columns, and one must be path.');
  if (new Set(header).size < header.length) throw badManifest('Line 1 names a column twice.');
  return header;
};

/** An empty field says nothing. */
const present = (record: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ''));

const refusal = (error: unknown): unknown =>
  error instanceof CsvError
    ? badManifest(`Line ${error.lines ?? '?'} is no CSV (${error.code}).`)
    : error;

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
