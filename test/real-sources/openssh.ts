import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Debian's package openssh-server. */
const daemon = '/usr/sbin/sshd';

/** Of the key `locked`. */
export const passphrase = 's3cret of a key';

const makeKey = (file: string, secret = ''): void => {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', secret, '-f', file]);
};

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
};

const listening = (server: Server): Promise<Server> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));

const isUp = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => resolve(true)).once('error', () => resolve(false));
    socket.once('data', () => socket.destroy());
  });

/** OpenSSH's server on loopback, with keys of its own, and a way to it that can be cut. */
export class OpenSsh {
  readonly folder: string;
  /** Of the way to the server. */
  readonly port: number;
  /** Bytes that a connection may bring before the way is cut; none when `undefined`. */
  cutAfterBytes: number | undefined;
  cuts = 0;
  readonly #child: ChildProcess;
  readonly #way: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(folder: string, child: ChildProcess, way: Server) {
    this.folder = folder;
    this.#child = child;
    this.#way = way;
    this.port = portOf(way);
  }

  static async start(): Promise<OpenSsh> {
    const folder = mkdtempSync(path.join(tmpdir(), 'keepsake-openssh-'));
    for (const key of ['host', 'user', 'stranger']) makeKey(path.join(folder, key));
    makeKey(path.join(folder, 'locked'), passphrase);
    const known = ['user', 'locked'].map((key) => readFileSync(path.join(folder, `${key}.pub`)));
    writeFileSync(path.join(folder, 'authorized'), Buffer.concat(known));
    const free = await listening(createServer());
    const port = portOf(free);
    await new Promise((resolve) => free.close(resolve));
    const settings = {
      ListenAddress: `127.0.0.1:${port}`,
      HostKey: path.join(folder, 'host'),
      AuthorizedKeysFile: path.join(folder, 'authorized'),
      PidFile: path.join(folder, 'pid'),
      Subsystem: 'sftp internal-sftp',
      StrictModes: 'no',
      UsePAM: 'no',
      PasswordAuthentication: 'no',
      MaxStartups: '100',
    };
    const config = path.join(folder, 'sshd_config');
    writeFileSync(
      config,
      Object.entries(settings)
        .map((pair) => `${pair.join(' ')}\n`)
        .join(''),
    );
    // The daemon of another user than root needs no such folder.
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
    const child = spawn(daemon, ['-D', '-e', '-f', config], { stdio: 'ignore' });
    while (!(await isUp(port))) {
      if (child.exitCode !== null) throw new Error('sshd ended');
      await sleep(50);
    }
    let join = (_socket: Socket): void => {};
    const way = await listening(createServer((socket) => join(socket)));
    const ssh = new OpenSsh(folder, child, way);
    join = (socket) => ssh.#join(socket, port);
    ssh.#writeConfig('ssh_config', 'user', ssh.#knownHost('host'));
    ssh.#writeConfig('ssh_config_locked', 'locked', ssh.#knownHost('host'));
    ssh.#writeConfig('ssh_config_unknown', 'user', '');
    ssh.#writeConfig('ssh_config_other', 'user', ssh.#knownHost('stranger'));
    ssh.#writeConfig('ssh_config_stranger', 'stranger', ssh.#knownHost('host'));
    return ssh;
  }

  /** The operand for a folder of this machine, and the configuration that reaches it. */
  source(folder: string, config = 'ssh_config'): string {
    const { username } = userInfo();
    return `sftp://${username}@127.0.0.1:${this.port}${folder} --ssh-config ${this.folder}/${config}`;
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#way.close();
    this.#child.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #knownHost(key: string): string {
    const [type, bytes] = readFileSync(path.join(this.folder, `${key}.pub`), 'utf8').split(' ');
    return `[127.0.0.1]:${this.port} ${type} ${bytes}\n`;
  }

  #writeConfig(name: string, key: string, knownHosts: string): void {
    const hosts = path.join(this.folder, `${name}_hosts`);
    writeFileSync(hosts, knownHosts);
    const lines = [
      `IdentityFile ${path.join(this.folder, key)}`,
      'IdentitiesOnly yes',
      `UserKnownHostsFile ${hosts}`,
      'GlobalKnownHostsFile /dev/null',
    ];
    writeFileSync(path.join(this.folder, name), `${lines.join('\n')}\n`);
  }

  #join(socket: Socket, port: number): void {
    const server = connect(port, '127.0.0.1');
    for (const one of [socket, server]) {
      this.#sockets.add(one);
      one.on('error', () => undefined).on('close', () => this.#sockets.delete(one));
    }
    socket.pipe(server);
    let brought = 0;
    server.on('data', (bytes) => {
      brought += bytes.length;
      if (this.cutAfterBytes !== undefined && brought > this.cutAfterBytes) {
        this.cuts += 1;
        socket.destroy();
        server.destroy();
      } else if (!socket.write(bytes)) {
        server.pause();
        socket.once('drain', () => server.resume());
      }
    });
    server.on('end', () => socket.end());
  }
}
