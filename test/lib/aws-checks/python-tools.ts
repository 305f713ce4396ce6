import { venvProgram } from '../../python/venv.ts';

const venv = { name: 'lint-venv', requirements: new URL('./requirements.txt', import.meta.url) };

/**
 * A Python checker of requirements.txt, installed into the project on first use; `undefined`, and a
 * loud line, where python3 or the registry cannot be reached.
 */
export const pythonTool = (name: string): string | undefined => {
  const program = venvProgram(venv, name);
  if (program === undefined)
    process.stderr.write(
      `\n*** ${name} was NOT run: python3 with venv, or the Python registry, is missing here. ` +
        'CI must have both. ***\n\n',
    );
  return program;
};
