import type { SqlSource } from '../../../../adapters/bulk/sources/sql.ts';
import type { SourceFile } from '../../../../core/bulk/model/transfer.ts';
import { inItems } from '../../../../core/shared/in-groups.ts';

/** The files of a source, which is closed then. */
export const listed = async (source: SqlSource, after?: string): Promise<SourceFile[]> => {
  const files: SourceFile[] = [];
  try {
    for await (const file of inItems(source.list(after))) files.push(file);
    return files;
  } finally {
    await source.close();
  }
};
