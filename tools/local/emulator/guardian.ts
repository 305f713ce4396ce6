// Outlives its parent by a moment. When the pipe from the parent closes (even by SIGKILL), the
// guardian ends the parent's processes and removes its scratch folders. Commands on stdin, one a
// line: `+group`, `-group`, `rm folder`.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { endGroup } from './end-group.ts';

const groups = new Set<number>();
const folders = new Set<string>();

const obey = (line: string): void => {
  if (line.startsWith('+')) groups.add(Number(line.slice(1)));
  else if (line.startsWith('-')) groups.delete(Number(line.slice(1)));
  else if (line.startsWith('rm ')) folders.add(line.slice(3));
};

// A signal meant for the terminal's whole session must not end the one process that cleans up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

for await (const line of createInterface({ input: process.stdin })) obey(line);
await Promise.all([...groups].map((group) => endGroup(group, 2_000)));
await sleep(50);
for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
