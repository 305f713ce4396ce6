import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectFolder, stateFolder } from '../../../tools/local/project-folder.ts';
import { venvProgram } from '../../python/venv.ts';
import { run } from './run-program.ts';

const kit = fileURLToPath(new URL('python', import.meta.url));
const requirements = new URL('python/requirements.txt', import.meta.url);
const folder = path.join(stateFolder, 'generated-python');

const program = (name: string): string => {
  const found = venvProgram({ name: 'openapi-python-venv', requirements }, name);
  if (found === undefined)
    throw new Error('A generator needs python3 with venv and the Python registry.');
  return found;
};

/** Makes the client by openapi-python-client. A warning of the generator, or of Python, fails. */
export const makePythonClient = async (): Promise<void> => {
  const generator = program('openapi-python-client');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const document = path.join(projectFolder, 'docs/openapi.json');
  const options = ['--meta', 'none', '--config', path.join(kit, 'config.yml'), '--fail-on-warning'];
  const target = path.join(folder, 'keepsake_client');
  // The generator formats by ruff, which it looks for in PATH.
  const PATH = `${path.dirname(generator)}:${process.env.PATH}`;
  const generate = ['generate', '--path', document, '--output-path', target, ...options];
  await run(generator, generate, { env: { ...process.env, PATH } });
  await run(program('python'), ['-m', 'compileall', '-q', target], {});
};

/** Runs the caller of the generated client. Answers what it printed, parsed. */
export const callByPython = async (url: string, token: string): Promise<unknown> =>
  JSON.parse(
    await run(program('python'), [path.join(kit, 'call.py'), url, token], {
      env: { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1' },
    }),
  );
