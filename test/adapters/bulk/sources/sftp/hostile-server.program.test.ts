import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openSftp } from '../../../../../adapters/bulk/sources/sftp/open-sftp.ts';
import { SftpSource } from '../../../../../adapters/bulk/sources/sftp/sftp.ts';
import { SftpClient } from '../../../../../adapters/bulk/sources/sftp/sftp-client.ts';
import { startSsh } from '../../../../../adapters/bulk/sources/sftp/ssh-process.ts';
import type { SourceFile } from '../../../../../core/bulk/model/transfer.ts';
import { inItems } from '../../../../../core/shared/in-groups.ts';
import { readAll } from '../file-server.ts';
import { FakeSsh, type Fault } from './fake-ssh.ts';

const ssh = new FakeSsh();
Object.assign(process.env, ssh.env);

beforeEach(() => ssh.forgetCalls());
afterAll(() => ssh.remove());

// A busy machine never reaches it.
const idleMs = 1_800_000;

const server = { host: 'old.example.com', idleMs };

const listed = async (): Promise<SourceFile[]> => {
  const source = new SftpSource({ server, path: '/m', description: 'sftp' });
  const files: SourceFile[] = [];
  try {
    for await (const file of inItems(source.list())) files.push(file);
  } finally {
    await source.close();
  }
  return files;
};

const read = async (file: string): Promise<string> => {
  const client = new SftpClient(server);
  try {
    const { chunks } = await openSftp(client, { path: file, root: '/m' }, { position: 0 });
    return String(await readAll({ [Symbol.asyncIterator]: () => chunks }));
  } finally {
    client.end();
  }
};

const realpath = async (fault: Fault, impatience = idleMs): Promise<string> => {
  ssh.serve(fault);
  const client = new SftpClient({ ...server, idleMs: impatience });
  return client.realpath('/m').finally(() => client.end());
};

describe('a server of SFTP', () => {
  it('that does as it should is listed and read', async () => {
    ssh.serve('none');
    expect((await listed()).map(({ path: name }) => name)).toEqual(['a', 'b', 'c']);
    expect(await read('/m/b')).toBe('second');
  });

  it.each<[Fault, string]>([
    ['says hello', 'the text that a shell prints at login'],
    ['packets without an id', 'does not speak SFTP'],
    ['cuts fields off', 'an answer that cannot be read'],
  ])('that %s is a fault of that server, and ends no process', async (fault, why) => {
    await expect(realpath(fault)).rejects.toMatchObject({
      name: 'TransientFault',
      message: expect.stringContaining(why),
    });
  });

  it('that answers nothing any more, as when a file became a pipe, is given up', async () => {
    await expect(realpath('is silent', 1)).rejects.toMatchObject({
      context: { code: 'ETIMEDOUT' },
    });
  });

  it('that sends more bytes than were asked for is not believed', async () => {
    ssh.serve('reads too much');
    await expect(read('/m/a')).rejects.toThrow('another answer than was asked for');
  });

  it('that names no size is not read as if its files were empty', async () => {
    ssh.serve('names no size');
    await expect(read('/m/a')).rejects.toThrow('does not say its size');
  });

  it('that lists the path of another file is not believed', async () => {
    ssh.serve('lists a path');
    await expect(listed()).rejects.toThrow('a name that no file can have');
  });
});

describe('a password', () => {
  const asked = (prompt: string) => `"$SSH_ASKPASS" "${prompt}"`;

  it('goes to the server it is for; a host on the way hears none, of a key every one', async () => {
    const said = path.join(ssh.folder, 'said');
    ssh.script(
      [
        `exec 2> /dev/null > '${said}'`,
        asked("bob@old.example.com's password: "),
        `sh -c '${asked('bob@jump password: ')}; :'`,
        `sh -c '${asked('Enter passphrase for key k: ')}; :'`,
      ].join('\n'),
    );
    const { child } = startSsh({ host: 'old.example.com', password: 'of the server' });
    await new Promise((resolve) => child.once('close', resolve));
    expect(readFileSync(said, 'utf8')).toBe('of the server\nof the server\n');
  });
});
