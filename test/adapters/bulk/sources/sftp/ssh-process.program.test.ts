import { describe, expect, it } from '@jest/globals';
import { SftpConnection } from '../../../../../adapters/bulk/sources/sftp/sftp-connection.ts';
import { sshFault } from '../../../../../adapters/bulk/sources/sftp/ssh-process.ts';

const server = { host: 'old.example.com', port: 2222 };

describe('the end of ssh', () => {
  it.each([
    ['No ED25519 host key is known for h and you have requested strict checking.', 'is not known'],
    ['@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @', 'another host key than before'],
    ['bob@h: Permission denied (publickey).', 'takes none of the credentials'],
    ['subsystem request failed on channel 0', 'does not offer SFTP'],
  ])('is a refusal after %s', (said, why) => {
    expect(sshFault(server, said)).toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining(why),
    });
  });

  it.each([
    ['ssh: Could not resolve hostname h: Name or service not known', 'ENOTFOUND'],
    ['ssh: connect to host h port 22: Connection refused', 'ECONNREFUSED'],
    ['Timeout, server h not responding.', 'ETIMEDOUT'],
    ['', 'ECONNRESET'],
  ])('passes after %j', (said, code) => {
    expect(sshFault(server, said)).toMatchObject({ name: 'TransientFault', context: { code } });
  });

  it('says that there is none on this machine', async () => {
    const { PATH } = process.env;
    process.env.PATH = '/nonexistent';
    const opening = SftpConnection.open(server);
    await expect(opening).rejects.toThrow("Install OpenSSH's client");
    process.env.PATH = PATH;
  });
});
