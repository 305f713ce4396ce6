import { mediaTypeTable } from '../../core/uploads/model/media-type-table.ts';

/** Where the client keeps its table of extensions, from the root of the repository. */
export const extensionTypesFile = 'client/model/extension-types.ts';

const source = 'core/uploads/model/media-type-table.ts';
const head = `// Written by \`npm run client:types\` from ${source}. Do not edit.

/** Extensions of file names, lower case, by the media type the server records such files under. */
export const extensionsOfTypes: Readonly<Record<string, string>> = {
`;

/** The client's table of extensions: the server's, without the spellings that only it replaces. */
export const extensionTypesText = (): string => {
  const lines = Object.entries(mediaTypeTable)
    .filter(([, { extensions = [] }]) => extensions.length > 0)
    .map(([type, { extensions = [] }]) => {
      const line = `  '${type}': '${extensions.join(' ')}',`;
      return line.length <= 100 ? line : line.replace("': '", "':\n    '");
    });
  return `${head}${lines.join('\n')}\n};\n`;
};
