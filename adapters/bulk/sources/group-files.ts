import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import { inGroups } from '../../../core/shared/in-groups.ts';

const filesAtOnce = 100;

/** The listing of a source that finds its files one by one. */
export const groupFiles = (files: AsyncIterable<SourceFile>): AsyncIterable<SourceFile[]> =>
  inGroups(files, filesAtOnce);
