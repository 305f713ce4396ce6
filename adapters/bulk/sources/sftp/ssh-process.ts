import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KeepsakeError, TransientFault } from '../../../../core/errors.ts';
import { SourceRefused } from '../source-refused.ts';
import type { SftpServer } from './sftp-server.ts';

/** `ssh` gives a server that is silent up after this long, as the engine does with others. */
const options = {
  ConnectTimeout: '15',
  ServerAliveInterval: '15',
  ServerAliveCountMax: '3',
  // A server whose key is not known could be another one, and would get the password.
  StrictHostKeyChecking: 'yes',
  ForwardAgent: 'no',
  ClearAllForwardings: 'yes',
  PermitLocalCommand: 'no',
  NumberOfPasswordPrompts: '1',
};

/** The name of the variable in which the program that `ssh` asks for a password finds it. */
const passwordVariable = 'KEEPSAKE_SFTP_PASSWORD';

/** The name of the variable that holds the process id of the `ssh` that may have the password. */
const askerVariable = 'KEEPSAKE_SFTP_ASKER';

/**
 * A passphrase stays on this machine. A password goes to the server that it is for, and to no host
 * on the way: an `ssh` of `ProxyJump` asks this program, too, and is another process.
 */
const answerScript = `#!/bin/sh
case "$1" in
  'Enter passphrase for '*) ;;
  *) [ "$PPID" = "$${askerVariable}" ] || exit 1 ;;
esac
printf '%s\\n' "$${passwordVariable}"
`;

/** `greeted`: call when the server has answered, after which nothing asks for a password. */
export type Ssh = { child: ChildProcessWithoutNullStreams; greeted: () => void };

/** `ssh`, connected to the SFTP subsystem of a server by its standard input and output. */
export const startSsh = (server: SftpServer): Ssh => {
  const asking = server.password === undefined ? undefined : askPass();
  const ssh = ['-c', `${askerVariable}=$$ exec ssh "$@"`, 'ssh', ...argumentsFor(server)];
  const child = spawn('/bin/sh', ssh, {
    // In its own session: Ctrl-C lets files in flight finish, and `ssh` cannot prompt.
    detached: true,
    env: {
      ...process.env,
      LC_ALL: 'C',
      ...(asking && {
        SSH_ASKPASS: asking.program,
        SSH_ASKPASS_REQUIRE: 'force',
        [passwordVariable]: server.password,
      }),
    },
  });
  const greeted = (): void => {
    if (asking) rmSync(asking.folder, { recursive: true, force: true });
  };
  child.once('close', greeted);
  return { child, greeted };
};

/** A program that says the password to `ssh`; its file holds no secret. */
const askPass = (): { folder: string; program: string } => {
  const folder = mkdtempSync(join(tmpdir(), 'keepsake-ssh-'));
  const program = join(folder, 'ask');
  writeFileSync(program, answerScript, { mode: 0o700 });
  return { folder, program };
};

const argumentsFor = ({ host, port, user, configFile, password }: SftpServer): string[] => [
  ...(configFile === undefined ? [] : ['-F', configFile]),
  ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
  ...['-o', `BatchMode=${password === undefined ? 'yes' : 'no'}`],
  ...(port === undefined ? [] : ['-p', String(port)]),
  ...(user === undefined ? [] : ['-l', user]),
  ...['-T', '-s', '--', host, 'sftp'],
];

/** Why a connection is refused for good, by what `ssh` says. */
const refusals: readonly [RegExp, (where: string) => string][] = [
  [
    /IDENTIFICATION HAS CHANGED/,
    (where) =>
      `${where} has another host key than before: it may be another server. Ask its operator. ` +
      'If the new key is right, remove the old one (ssh-keygen -R).',
  ],
  [
    /Host key verification failed|host key is known/,
    (where) =>
      `The host key of ${where} is not known. Connect once with ssh, compare the fingerprint ` +
      'with what its operator says, and confirm it; it is then in ~/.ssh/known_hosts.',
  ],
  [
    /Permission denied/,
    (where) =>
      `${where} takes none of the credentials. Add the key to the agent (ssh-add), name it in ` +
      '~/.ssh/config, or set KEEPSAKE_SFTP_PASSWORD.',
  ],
  [/subsystem request failed/, (where) => `${where} does not offer SFTP.`],
  [
    /Bad owner or permissions|Bad configuration|Can't open user config/,
    () => 'ssh refused its configuration.',
  ],
];

const codes: readonly [RegExp, string][] = [
  [/Could not resolve hostname/, 'ENOTFOUND'],
  [/Connection refused/, 'ECONNREFUSED'],
  [/timed out|not responding/, 'ETIMEDOUT'],
];

/** The fault that ended a connection: `ssh` could not be started, or what it said. */
export const sshFault = (
  { host, port }: SftpServer,
  said: string,
  error?: NodeJS.ErrnoException,
): KeepsakeError => {
  const where = port === undefined ? host : `${host}:${port}`;
  if (error?.code === 'ENOENT' || /ssh: not found/.test(said))
    return new SourceRefused("The program ssh was not found. Install OpenSSH's client.");
  const refusal = refusals.find(([words]) => words.test(said));
  if (refusal) {
    const lines = said.trim().split('\n');
    return new SourceRefused(`${refusal[1](where)} (ssh: ${lines.at(-1)?.slice(0, 200)})`);
  }
  const [, code] = codes.find(([words]) => words.test(said)) ?? [undefined, 'ECONNRESET'];
  return new TransientFault(`The connection to ${where} failed (${code}). Try again later.`, {
    context: { host: where, code },
  });
};
