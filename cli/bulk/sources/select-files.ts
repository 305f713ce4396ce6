import { FilesFrom } from '../../../adapters/bulk/sources/files-from.ts';
import { type FileMap, MappedSource } from '../../../adapters/bulk/sources/mapped-source.ts';
import type { BatchPlan } from '../../../core/bulk/model/batch.ts';
import { takesAnyName } from '../../../core/bulk/model/batch-names.ts';
import { isWithin } from '../../../core/bulk/model/file-limits.ts';
import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../core/bulk/ports.ts';
import { CommandProblem } from '../../command-problem.ts';
import type { Sight } from './sight.ts';

/** Rows have no paths of their own, and a web server's files are in its manifest. */
const namedSources: readonly FileSource['kind'][] = ['directory', 's3', 'azure', 'google', 'sftp'];

/**
 * The files of a source that a plan's list and limits choose. `sight` learns whether there are any
 * before limits. Throws `CommandProblem`.
 */
export const selectFiles = async (
  source: FileSource,
  plan: BatchPlan,
  sight: Sight,
): Promise<FileSource> => {
  const { filesFrom, limits = {} } = plan;
  if (filesFrom && !namedSources.includes(source.kind))
    throw new CommandProblem(
      `--files-from goes with folders and buckets, not with ${source.kind}.`,
    );
  const named = filesFrom
    ? new FilesFrom(source, { ...filesFrom, anyName: takesAnyName(plan) })
    : source;
  const typed = await typesOf(plan);
  return new MappedSource(named, (file) => {
    sight.hasFiles = true;
    return isWithin(limits, file) ? typed(keyed(plan, file)) : undefined;
  });
};

/** The type of its name for a file that is only stored; a registered file has its category's. */
const typesOf = async ({ register }: BatchPlan): Promise<FileMap> => {
  if (register) return (file) => file;
  const { typedFile } = await import('../../../adapters/bulk/sources/typed-file.ts');
  return typedFile;
};

/** Keys without the first folders of their paths, as `stripFolders` says. */
const keyed = ({ stripFolders }: BatchPlan, file: SourceFile): SourceFile => {
  if (stripFolders === undefined || file.problem) return file;
  const keyPath = (file.keyPath ?? file.path).split('/').slice(stripFolders).join('/');
  if (keyPath !== '') return { ...file, keyPath };
  const message = `The file is not below ${stripFolders} folders, as --strip-folders says.`;
  return { ...file, problem: { code: 'UnsafeName', message } };
};
