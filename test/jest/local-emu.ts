import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../tools/local/project-folder.ts';
import { pythonFrom } from '../python/recent-python.ts';
import { venvProgram } from '../python/venv.ts';

const requirements = new URL('../python/localemu-requirements.txt', import.meta.url);

const sayMissing = (): undefined => {
  process.stderr.write(
    '\n*** LocalEmu was NOT asked: it needs Python 3.12 or newer with venv, and the Python ' +
      'registry. ***\n\n',
  );
};

/**
 * Installs LocalEmu (once, 600 MB) and starts it on a port of the loopback interface; `undefined`,
 * and a loud line, where it cannot be installed.
 */
export const startLocalEmu = (port: number): ChildProcess | undefined => {
  const python = pythonFrom(12);
  if (python === undefined) return sayMissing();
  const program = venvProgram({ name: 'localemu-venv', requirements, python }, 'python');
  if (program === undefined) return sayMissing();
  const home = path.join(projectFolder, '.keepsake', 'localemu-home');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const env = {
    PATH: `${path.dirname(program)}:/usr/bin:/bin`,
    HOME: home,
    TMPDIR: home,
    LANG: 'C.UTF-8',
    GATEWAY_LISTEN: `127.0.0.1:${port}`,
    // Its other server listens on every interface, whatever the line above says.
    GATEWAY_SERVER: 'hypercorn',
    SKIP_SSL_CERT_DOWNLOAD: '1',
    DNS_ADDRESS: '0',
  };
  return spawn(program, ['-m', 'localemu.runtime.main'], { cwd: home, env, stdio: 'ignore' });
};
