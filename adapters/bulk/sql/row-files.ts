import { escapePath, unsafePath } from '../../../core/bulk/model/source-path.ts';
import type { SourceFile, SourceProblem, SourceRow } from '../../../core/bulk/model/transfer.ts';
import { userOwner } from '../../../core/sessions/model/owners.ts';
import { isComposite } from './row-key.ts';

/**
 * A row as the listing reads it: its id as text (of several columns, a JSON list of texts), the
 * column's value as JSON.
 */
export type FoundRow = {
  id: string;
  value: unknown;
  owner?: string | null;
  partner?: string | null;
  type?: string | null;
};

/** One file a row names. `value` is the old path or URL, `path` where it is listed. */
export type NamedFile = {
  path: string;
  row: SourceRow;
  problem?: SourceProblem;
} & FileDetails;

/** What a row says of its files besides their names; nothing where it does not. */
export type FileDetails = Pick<SourceFile, 'ownerId' | 'partnerId' | 'contentType'>;

/** `id`: as `--id` names it. */
type Column = { table: string; column: string; id?: string };

/** A record must fit in 400 KB. A longer value is not a file's path. */
const maxValueChars = 2048;

/** The part of a path that stands for an empty id: no text of PostgreSQL has a NUL. */
const emptyId = '\0';

/** The id in a path that `filesOfRow` made; `undefined` in any other. */
export const idOfPath = (path: string): string | undefined => {
  const segments = path.slice(0, Math.max(0, path.indexOf('/'))).split(',');
  if (segments.includes('')) return undefined;
  try {
    const [id, ...more] = segments.map(idOfSegment);
    return more.length === 0 ? id : JSON.stringify([id, ...more]);
  } catch {
    return undefined;
  }
};

const idOfSegment = (segment: string): string => {
  const id = decodeURIComponent(segment);
  return id === emptyId ? '' : id;
};

export const isUrl = (value: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(value);

/**
 * The path that a value names below its root. Older systems write `/uploads/a.jpg`, `./a.jpg` and
 * `a//b.jpg` for the bare path.
 */
export const relativePath = (value: string): string =>
  (isUrl(value) && URL.canParse(value) ? decoded(new URL(value).pathname) : value)
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** PostgreSQL stores neither NUL nor half a character. */
export const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/**
 * The files a row names, in order: each under `<id>/…`, or `<id>/<index>/…` for a list, so that no
 * two rows share a path.
 */
export function filesOfRow(
  { id, value, ...row }: FoundRow,
  { table, column, id: key }: Column,
): NamedFile[] {
  const segment = keySegment(id, key !== undefined && isComposite(key));
  const files = Array.isArray(value)
    ? value.map((item, index) => named(item, segment, { table, id, column, index }))
    : [named(value, segment, { table, id, column })];
  const details = detailsOf(row);
  const problem = typeProblem(id, row.type);
  return files
    .filter((file) => file !== undefined)
    .map((file) => ({ ...(problem && { problem }), ...file, ...details }));
}

/** The parts of a key of several columns are `tenant,7`: a comma in a part is escaped. */
const keySegment = (id: string, isList: boolean): string =>
  isList ? (JSON.parse(id) as string[]).map(idSegment).join(',') : idSegment(id);

/** An id as one part of a path; ids of dots alone would be steps. */
const idSegment = (id: string): string =>
  encodeURIComponent(id || emptyId).replace(/^\.+$/, (dots) => '%2E'.repeat(dots.length));

const named = (
  value: unknown,
  segment: string,
  row: Omit<SourceRow, 'value'>,
): NamedFile | undefined => {
  const text = textOf(value);
  if (isNothing(text) && isNothing(value)) return undefined;
  const shown = typeof text === 'string' ? text : JSON.stringify(value);
  const relative = typeof text === 'string' ? relativePath(text) : '';
  const folder = [segment, ...(row.index === undefined ? [] : [row.index])].join('/');
  const problem = problemOf(text, relative);
  const path = `${folder}/${problem ? escapePath(shown.slice(0, 200)) : relative}`;
  const tooLong = problem ? undefined : unsafePath(path);
  return {
    path,
    row: { ...row, value: storable(shown.slice(0, maxValueChars)) },
    ...(problem && { problem }),
    ...(tooLong && { problem: { code: 'UnsafeName' as const, message: `The file ${tooLong}.` } }),
  };
};

type Row = { path?: unknown; url?: unknown };

/** Lists hold texts, or objects that name the file as `path` or `url`. */
const textOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? ((value as Row).path ?? (value as Row).url)
    : value;

const isNothing = (text: unknown): boolean => text === null || text === undefined || text === '';

const problemOf = (text: unknown, relative: string): SourceProblem | undefined => {
  if (typeof text !== 'string')
    return {
      code: 'BadRow',
      message: 'The row names no file here: it must be a text, or an object with path or url.',
    };
  if (text.length > maxValueChars)
    return {
      code: 'BadRow',
      message: `What the row holds is longer than ${maxValueChars} characters.`,
    };
  const unsafe = relative === '' ? 'has the name of a folder' : unsafePath(relative);
  return unsafe
    ? { code: 'UnsafeName', message: `The file ${unsafe}. Correct the row.` }
    : undefined;
};

/** An empty value says nothing. */
const detailsOf = ({ owner, partner, type }: Omit<FoundRow, 'id' | 'value'>): FileDetails => ({
  ...(owner && { ownerId: userOwner(owner) }),
  ...(partner && { partnerId: partner }),
  ...(type && mediaType.test(type) && { contentType: type }),
});

/** `image/jpeg` or `text/plain; charset=utf-8`: what a header of HTTP can carry. */
const mediaType = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}(; ?[\w-]+=[\w."+-]+)*$/;

const typeProblem = (id: string, type: FoundRow['type']): SourceProblem | undefined => {
  if (!type || mediaType.test(type)) return undefined;
  const [row, said] = [id, type].map((text) => escapePath(text.slice(0, 100)));
  const message =
    `Row ${row} says the media type '${said}', which is none: one is image/jpeg. ` +
    'Correct the row.';
  return { code: 'BadRow', message };
};

/** A file that cannot be taken, as sources list it. */
export const withProblem = ({ path, row }: NamedFile, problem: SourceProblem): SourceFile => ({
  path,
  location: { kind: 'file', path: '' },
  row,
  problem,
});
