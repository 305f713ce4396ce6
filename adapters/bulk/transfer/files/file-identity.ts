import type { BigIntStats, Stats } from 'node:fs';
import { sep } from 'node:path';

/** Device and inode: another file under the same path, of the same size and time, has another. */
export const identityOf = ({ dev, ino }: Pick<Stats | BigIntStats, 'dev' | 'ino'>): string =>
  `${Number(dev)}:${Number(ino)}`;

/** True for a path below `root`; both are real paths. */
export const isBelow = (root: string, path: string): boolean =>
  path.startsWith(root.endsWith(sep) ? root : root + sep);
