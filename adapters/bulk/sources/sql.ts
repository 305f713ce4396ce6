import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../core/bulk/ports.ts';
import { inGroups } from '../../../core/shared/in-groups.ts';
import { Database } from '../sql/database.ts';
import {
  assertColumns,
  type FileColumn,
  type FileColumnNames,
  findFileColumn,
} from '../sql/file-column.ts';
import {
  type FileDetails,
  type FoundRow,
  filesOfRow,
  idOfPath,
  isUrl,
  type NamedFile,
  relativePath,
} from '../sql/row-files.ts';
import {
  type Comparison,
  type DetailColumns,
  namesOf,
  pageOf,
  pageRows,
} from '../sql/row-pages.ts';
import type { Patience } from '../transfer/engine/patience.ts';
import { SqlRoot, type SqlRootOptions } from './sql-root.ts';

/** `stripPrefix`: the beginning of a path that its key leaves out. */
type PathKeys = { stripPrefix: string };

type Options = FileColumnNames &
  SqlRootOptions & {
    url: string;
    details?: DetailColumns;
    /** Keys are the paths in the rows, as frameworks expect it, and not below the rows' ids. */
    pathKeys?: PathKeys;
    patience?: Patience | undefined;
  };

/** How many files are looked at together. */
const filesAtOnce = 64;

/** Files that rows of a PostgreSQL table name, in the order of the rows' ids. */
export class SqlSource implements FileSource {
  readonly kind = 'sql';
  readonly description: string;
  readonly #database: Database;
  readonly #names: FileColumnNames;
  readonly #details: DetailColumns;
  readonly #root: SqlRoot;
  readonly #pathKeys: PathKeys | undefined;
  #column: Promise<FileColumn> | undefined;

  constructor({ url, root, http, resolve, details = {}, pathKeys, patience, ...names }: Options) {
    this.#pathKeys = pathKeys && { stripPrefix: prefixInPaths(pathKeys.stripPrefix) };
    this.#database = new Database(url, patience);
    this.#names = names;
    this.#details = details;
    this.#root = new SqlRoot({ root, ...(http && { http }), ...(resolve && { resolve }) });
    this.description = `${this.#database.description} ${names.table}.${names.column}`;
  }

  async *list(after?: string): AsyncGenerator<SourceFile[]> {
    await this.#root.open();
    for await (const files of inGroups(this.#listNamed(after), filesAtOnce))
      yield await this.#found(files);
  }

  async stat(path: string): Promise<SourceFile | undefined> {
    const id = idOfPath(path);
    const row = id === undefined ? undefined : (await this.#page('=', id))[0];
    const file = row && filesOfRow(row, this.#names).find((named) => named.path === path);
    const found = file && (await this.#root.stat(file));
    return found && this.#describe(found, file);
  }

  async close(): Promise<void> {
    this.#root.close();
    await this.#database.close();
  }

  /** Reads the row of `after` again, because the row may name further files. */
  async *#listNamed(after: string | undefined): AsyncGenerator<NamedFile> {
    let last = after === undefined ? undefined : idOfPath(after);
    for (
      let comparison: Comparison | undefined = last === undefined ? undefined : '>=';
      ;
      comparison = '>'
    ) {
      const rows = await this.#page(comparison, last);
      for (const row of rows) {
        const files = filesOfRow(row, this.#names);
        yield* files.slice(files.findIndex(({ path }) => path === after) + 1);
      }
      last = rows.at(-1)?.id;
      if (rows.length < pageRows) return;
    }
  }

  async #page(comparison: Comparison | undefined, id: string | undefined): Promise<FoundRow[]> {
    this.#column ??= this.#findColumns();
    return this.#database.rows(
      pageOf(await this.#column, this.#details, comparison),
      comparison ? [id] : [],
    );
  }

  async #findColumns(): Promise<FileColumn> {
    await assertColumns(this.#database, this.#names.table, namesOf(this.#details));
    return findFileColumn(this.#database, this.#names);
  }

  #describe(found: SourceFile, file: NamedFile): SourceFile {
    const described = withDetails(found, file);
    if (!this.#pathKeys || file.problem) return described;
    const path = pathInRow(file.row.value);
    const { stripPrefix } = this.#pathKeys;
    const keyPath = path.startsWith(stripPrefix) ? path.slice(stripPrefix.length) : path;
    return { ...described, keyPath: relativePath(keyPath) };
  }

  #found(files: readonly NamedFile[]): Promise<SourceFile[]> {
    return Promise.all(
      files.map(async (file) => this.#describe(await this.#root.find(file), file)),
    );
  }
}

/** `uploads/` for `/uploads/`, `./uploads/` and `https://old.example.com/uploads/`. */
const prefixInPaths = (prefix: string): string =>
  `${pathInRow(prefix)}${/[^/]\/$/.test(prefix) ? '/' : ''}`;

/** The path that a row names, of a URL the path in it, as plain text. */
const pathInRow = (value: string): string => {
  if (!isUrl(value) || !URL.canParse(value)) return relativePath(value);
  const { pathname } = new URL(value);
  try {
    return relativePath(decodeURIComponent(pathname));
  } catch {
    return relativePath(pathname);
  }
};

const withDetails = (
  found: SourceFile,
  { ownerId, partnerId, contentType }: FileDetails,
): SourceFile => ({
  ...found,
  ...(contentType !== undefined && { contentType }),
  ...(ownerId !== undefined && { ownerId }),
  ...(partnerId !== undefined && { partnerId }),
});
