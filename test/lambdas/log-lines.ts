import { jest } from '@jest/globals';

type Line = Record<string, unknown> & { level?: string; message?: string };

/** Catches what functions write to their log, from now on: every line, parsed where it is JSON. */
export const catchLogs = (): Line[] => {
  const lines: Line[] = [];
  const write = (chunk: string | Uint8Array): boolean => {
    for (const text of String(chunk).split('\n').filter(Boolean)) lines.push(parsed(text));
    return true;
  };
  jest.spyOn(process.stdout, 'write').mockImplementation(write as never);
  jest.spyOn(process.stderr, 'write').mockImplementation(write as never);
  return lines;
};

const parsed = (text: string): Line => {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return { raw: text };
  }
};

/** Those of them that tell something, without what was counted. */
export const toldIn = (lines: readonly Line[]): Line[] =>
  lines.filter(({ level }) => level !== undefined);
