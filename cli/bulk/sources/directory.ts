import path from 'node:path';
import { DirectorySource } from '../../../adapters/bulk/sources/directory.ts';
import type { SourceEntry } from './source-entry.ts';

/** A folder of this machine. */
export const directory: SourceEntry<'directory'> = {
  example: './folder',
  recognizes: (operand) => !/^[a-z][a-z0-9+.-]*:\/\//i.test(operand),
  options: {},
  plan: (operand) => ({
    kind: 'directory',
    description: operand,
    options: { root: path.resolve(operand) },
  }),
  open: async ({ source }) => new DirectorySource(source.options.root),
};
