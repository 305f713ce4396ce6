import type {
  SourceFile,
  SourceProblem,
  SourceProblemCode,
} from '../../../core/bulk/model/transfer.ts';

/** A file that is recorded and is not opened. */
type RefusedFile = SourceFile & { problem: SourceProblem };

/** Makes the refused files of a kind of folder; they have no place that could be opened. */
export const refusedFilesOf =
  (kind: 'file' | 'sftp') =>
  (path: string, code: SourceProblemCode, message: string): RefusedFile => ({
    path,
    location: { kind, path: '' },
    problem: { code, message },
  });
