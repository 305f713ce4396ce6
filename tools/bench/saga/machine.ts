import { cpus, totalmem } from 'node:os';

/** Where and when the figures were taken, in one line. */
export const machineLine = (): string => {
  const cores = cpus();
  const gib = (totalmem() / 1024 ** 3).toFixed(0);
  const model = cores[0]?.model.trim() || 'unknown CPU';
  const date = new Date().toISOString().slice(0, 16).replace('T', ' ');
  return (
    `${cores.length} cores (${model}), ${gib} GiB memory, Node ${process.version}, ` +
    `${process.platform} ${process.arch}, ${date} UTC`
  );
};
