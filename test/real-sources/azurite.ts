import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectFolder } from '../../tools/local/project-folder.ts';

const version = '3.37.0';
const kit = path.join(projectFolder, '.keepsake', `azurite-${version}`);
const main = path.join(kit, 'node_modules/azurite/dist/src/blob/main.js');

/** The account that every Azurite has, and its public key. */
export const account = 'devstoreaccount1';
export const key =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** 360 MB, so that it is none of the project's dependencies. */
const install = (): void => {
  if (existsSync(main)) return;
  mkdirSync(kit, { recursive: true });
  writeFileSync(path.join(kit, 'package.json'), '{"private":true}');
  const options = ['--save-exact', '--no-audit', '--no-fund', '--ignore-scripts', '--silent'];
  execFileSync('npm', ['install', ...options, `azurite@${version}`], { cwd: kit });
};

/** The server says its address once it listens. */
const addressOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (text) => {
      said += text;
      const [, url] = /successfully listens on (http:\S+)/.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', () => reject(new Error(`Azurite ended: ${said}`)));
  });

/** Azure Blob Storage as Microsoft's own emulator has it. */
export class Azurite {
  readonly endpoint: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(url: string, child: ChildProcess, folder: string) {
    this.endpoint = `${url}/${account}`;
    this.#child = child;
    this.#folder = folder;
  }

  static async start(): Promise<Azurite> {
    install();
    const folder = mkdtempSync(path.join(tmpdir(), 'keepsake-azurite-'));
    const options = ['--blobHost', '127.0.0.1', '--blobPort', '0', '--location', folder];
    const child = spawn(process.execPath, [main, ...options, '--silent', '--disableTelemetry'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return new Azurite(await addressOf(child), child, folder);
  }

  makeContainer(name: string): Promise<void> {
    return this.#put(`/${name}`, { query: { restype: 'container' } });
  }

  /** Writes a blob. */
  put(container: string, name: string, body: string): Promise<void> {
    const escaped = name.split('/').map(encodeURIComponent).join('/');
    const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'image/jpeg' };
    return this.#put(`/${container}/${escaped}`, { body, headers });
  }

  async stop(): Promise<void> {
    // It writes into its folder until it ends.
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill();
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Shared Key, as Microsoft documents it. */
  async #put(
    where: string,
    {
      body = '',
      query = {},
      headers = {},
    }: { body?: string; query?: Record<string, string>; headers?: Record<string, string> },
  ): Promise<void> {
    const date = new Date().toUTCString();
    const sent = { 'x-ms-date': date, 'x-ms-version': '2021-12-02', ...headers };
    const ofMicrosoft = Object.entries(sent).filter(([name]) => name.startsWith('x-ms-'));
    const canonical = ofMicrosoft.sort().map(([name, value]) => `${name}:${value}\n`);
    const resource = Object.entries(query).map(([name, value]) => `\n${name}:${value}`);
    const length = body === '' ? '' : String(Buffer.byteLength(body));
    const lines = ['PUT', '', '', length, '', headers['content-type'] ?? ''];
    const text = `${[...lines, '', '', '', '', '', ''].join('\n')}\n${canonical.join('')}/${account}/${account}${where}${resource.join('')}`;
    const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(text);
    const { status } = await fetch(`${this.endpoint}${where}?${new URLSearchParams(query)}`, {
      method: 'PUT',
      headers: { ...sent, authorization: `SharedKey ${account}:${signature.digest('base64')}` },
      ...(body !== '' && { body }),
    });
    if (status !== 201) throw new Error(`Azurite answered ${status} to PUT ${where}`);
  }
}
