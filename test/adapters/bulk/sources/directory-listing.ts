import { writeFileSync } from 'node:fs';
import { DirectorySource } from '../../../../adapters/bulk/sources/directory.ts';
import type { SourceFile } from '../../../../core/bulk/model/transfer.ts';
import { inItems } from '../../../../core/shared/in-groups.ts';

export const list = async (
  folder: string,
  { after, windowSize = 4 }: { after?: string; windowSize?: number } = {},
): Promise<SourceFile[]> => {
  const found: SourceFile[] = [];
  for await (const file of inItems(new DirectorySource(folder, { windowSize }).list(after)))
    found.push(file);
  return found;
};

export const only = async (folder: string): Promise<SourceFile | undefined> => {
  const [found, ...others] = await list(folder);
  return others.length === 0 ? found : undefined;
};

/** Puts a file under a name that is not text. */
export const writeBytes = (folder: string, name: string) =>
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]), 'x');
