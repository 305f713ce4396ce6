import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../tools/local/project-folder.ts';

/** Our packages as the sources that they are built from. */
export const packages: Readonly<Record<string, string>> = {
  '@keepsake/client': 'client/browser.ts',
  '@keepsake/client/browser': 'client/browser.ts',
  '@keepsake/client/node': 'client/node.ts',
  '@keepsake/client/operator': 'client/operator/operator.ts',
  '@keepsake/client/server': 'client/server/server.ts',
  '@keepsake/client/uppy': 'client/uppy/uppy.ts',
  '@keepsake/react': 'react/index.ts',
  '@keepsake/cdk': 'cdk/index.ts',
};

/** A new folder inside of the project, where packages are found and no test looks for code. */
export const snippetFolder = (): string => {
  const scratch = path.join(projectFolder, '.keepsake');
  mkdirSync(scratch, { recursive: true });
  return mkdtempSync(path.join(scratch, 'snippets-'));
};

const fromSources = (code: string): string =>
  code.replace(/from '(@keepsake\/[\w/]+)'/g, (all, name: string) => {
    const source = packages[name];
    return source === undefined ? all : `from '${path.join(projectFolder, source)}'`;
  });

/** Loads a block of TypeScript of a page as a module over our sources. */
export const importSnippet = async <Module>(code: string): Promise<Module> => {
  const folder = snippetFolder();
  try {
    const file = path.join(folder, 'snippet.ts');
    writeFileSync(file, fromSources(code));
    return (await import(file)) as Module;
  } finally {
    rmSync(folder, { recursive: true });
  }
};
