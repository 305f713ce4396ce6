import { fileURLToPath } from 'node:url';

const root = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** Where the bench keeps what it built, and what it moves. */
export const places = {
  root: root(''),
  bin: root('.keepsake/bench/bin'),
  venv: root('.keepsake/bench/venv'),
  data: root('.keepsake/bench/data'),
  scratch: root('.keepsake/bench/scratch'),
  goSources: root('tools/bench/bulk/tools'),
  /** As `npm pack` would take it. */
  cliPackage: root('dist/keepsake'),
  cli: root('dist/keepsake/cli/keepsake.js'),
};

/** The credentials of every client. */
export const keys = { accessKeyId: 'bench', secretAccessKey: 'benchbench' };

/** Reports progress on stderr. */
export const progress = (message: string): void => {
  process.stderr.write(`${(performance.now() / 1000).toFixed(1).padStart(7)} s  ${message}\n`);
};
