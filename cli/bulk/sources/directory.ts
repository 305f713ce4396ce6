import { statSync } from 'node:fs';
import path from 'node:path';
import { DirectorySource } from '../../../adapters/bulk/sources/directory.ts';
import { MappedSource } from '../../../adapters/bulk/sources/mapped-source.ts';
import { takesAnyName } from '../../../core/bulk/model/batch-names.ts';
import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import type { SourceEntry } from './source-entry.ts';

const isFile = (operand: string): boolean =>
  statSync(operand, { throwIfNoEntry: false })?.isFile() ?? false;

/** A folder of this machine, or one file. */
export const directory: SourceEntry<'directory'> = {
  example: './folder',
  recognizes: (operand) => !/^[a-z][a-z0-9+.-]*:\/\//i.test(operand),
  options: {
    'follow-links': {
      type: 'boolean',
      help: 'folder, sftp: follow symbolic links, also to folders and out of the folder',
    },
  },
  plan: (operand, values) => {
    const full = path.resolve(operand);
    return {
      kind: 'directory',
      description: operand,
      options: {
        ...(isFile(operand)
          ? { root: path.dirname(full), file: path.basename(full) }
          : { root: full }),
        ...(values['follow-links'] === true && { followLinks: true }),
      },
    };
  },
  open: async (plan, { ownFiles = [] }) => {
    const { root, file, followLinks = false } = plan.source.options;
    const source = new DirectorySource(root, {
      followLinks,
      anyName: takesAnyName(plan),
      ...(file !== undefined && { file }),
    });
    // The journal changes with every file on record, and would never be there unchanged.
    const isOwn = ({ location }: SourceFile): boolean =>
      location.kind === 'file' && ownFiles.includes(location.path);
    return new MappedSource(source, (found) => (isOwn(found) ? undefined : found));
  },
};
