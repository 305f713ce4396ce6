import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const speaker = fileURLToPath(new URL('./speak-sftp.ts', import.meta.url));

/** What the server does wrong. */
export type Fault =
  | 'none'
  | 'says hello'
  | 'cuts fields off'
  | 'packets without an id'
  | 'is silent'
  | 'reads too much'
  | 'names no size'
  | 'lists a path';

/** A program named `ssh` in a folder that can be put on PATH: a server of one's own making. */
export class FakeSsh {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'keepsake-fake-ssh-'));

  constructor() {
    this.script(`exec '${process.execPath}' --no-warnings '${speaker}' none`);
  }

  /** The environment in which this `ssh` is found first. */
  get env(): { PATH: string } {
    return { PATH: `${this.folder}:${process.env.PATH}` };
  }

  serve(fault: Fault): void {
    this.script(`exec '${process.execPath}' --no-warnings '${speaker}' '${fault}'`);
  }

  /** The lines of a shell that stand for ssh. Each call is counted, and its arguments noted. */
  script(lines: string): void {
    const file = path.join(this.folder, 'ssh');
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(file, `#!/bin/sh\necho "$@" >> '${this.folder}/calls'\n${lines}\n`);
    chmodSync(file, 0o700);
  }

  /** A server for the first call; every later one is told that the host key is another one. */
  serveOnce(): void {
    this.script(
      `[ "$(wc -l < '${this.folder}/calls')" = 1 ] && exec '${process.execPath}' --no-warnings ` +
        `'${speaker}' none\necho 'REMOTE HOST IDENTIFICATION HAS CHANGED!' >&2\nexit 255`,
    );
  }

  get calls(): string[] {
    try {
      return readFileSync(path.join(this.folder, 'calls'), 'utf8').trim().split('\n');
    } catch {
      return [];
    }
  }

  forgetCalls(): void {
    rmSync(path.join(this.folder, 'calls'), { force: true });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
