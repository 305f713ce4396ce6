import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compileCache, projectFolder } from '../../tools/local/project-folder.ts';
import { builtKeepsake } from './built-keepsake.ts';

const packaged = builtKeepsake();

/** The command line of a clone, whose deployment lies beside it. */
export const sources = path.join(projectFolder, 'cli/main.ts');

/** How a command ended. `lines` are its results with `--json`. */
export type Ended = {
  code: number | null;
  stdout: string;
  stderr: string;
  lines: Record<string, never>[];
};

export type Running = { child: ChildProcess; ended: Promise<Ended> };

const parsed = (stdout: string): Record<string, never>[] =>
  stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });

/** A folder of its own to run the real command line in. */
export class Workplace {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'keepsake-cli-'));
  /** The environment of commands here. */
  readonly env: Readonly<Record<string, string>>;
  readonly #entry: string;

  /** `entry`: which command line, the package's where nothing is said. */
  constructor(env: Readonly<Record<string, string>> = {}, entry = packaged) {
    this.#entry = entry;
    this.env = {
      PATH: process.env.PATH ?? '',
      HOME: this.folder,
      AWS_EC2_METADATA_DISABLED: 'true',
      NODE_COMPILE_CACHE: compileCache,
      ...env,
    };
  }

  /** Writes files below the folder, by their paths. */
  files(files: Readonly<Record<string, string | Uint8Array>>): this {
    for (const [file, bytes] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(this.folder, file)), { recursive: true });
      writeFileSync(path.join(this.folder, file), bytes);
    }
    return this;
  }

  /** Starts `keepsake …` here. */
  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
    const child = spawn(process.execPath, ['--no-warnings', this.#entry, ...args], {
      cwd: this.folder,
      env: { ...this.env, ...env },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => {
      stdout += text;
    });
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    const ended = new Promise<Ended>((resolve) => {
      child.on('close', (code) => resolve({ code, stdout, stderr, lines: parsed(stdout) }));
    });
    return { child, ended };
  }

  /**
   * Runs `keepsake …` here to its end; the command line is written as in a shell, without quotes.
   */
  run(commandLine: string, env?: Readonly<Record<string, string>>): Promise<Ended> {
    return this.start(commandLine.split(' ').filter(Boolean), env).ended;
  }

  /** Ids of the batches here, the newest first. */
  async batches(options = ''): Promise<string[]> {
    const { lines } = await this.run(`batches --json ${options}`);
    return lines.map(({ batchId }) => String(batchId));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
