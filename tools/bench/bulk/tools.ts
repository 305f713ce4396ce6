import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { places, progress } from './places.ts';

/** Versions of the peers, pinned. */
export const versions = {
  s5cmd: 'v2.3.0',
  rclone: 'v1.75.1',
  versitygw: 'v1.8.0',
  awscli: '1.46.2',
  libStorage: '3.1169.0',
};

const modules = {
  s5cmd: { path: 'github.com/peak/s5cmd/v2', main: '', version: versions.s5cmd },
  rclone: { path: 'github.com/rclone/rclone', main: '', version: versions.rclone },
  versitygw: {
    path: 'github.com/versity/versitygw',
    main: '/cmd/versitygw',
    version: versions.versitygw,
  },
};

const env = {
  ...process.env,
  PATH: [process.env.PATH, '/usr/local/go/bin'].join(delimiter),
  GOFLAGS: '-buildvcs=false',
};

/** Builds a public tool at its pinned version, once. */
export function buildTool(name: keyof typeof modules): string {
  const { path, main, version } = modules[name];
  const binary = join(places.bin, name);
  if (existsSync(binary)) return binary;
  progress(`building ${name} ${version}`);
  // In a module of its own: `go install` would look for newer versions first.
  const folder = join(places.scratch, `build-${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'go.mod'), `module build\n\ngo 1.24\n\nrequire ${path} ${version}\n`);
  writeFileSync(
    join(folder, 'tools.go'),
    `//go:build tools\n\npackage tools\n\nimport _ "${path}${main}"\n`,
  );
  run('go', ['mod', 'tidy'], folder);
  run('go', ['build', '-o', binary, `${path}${main}`], folder);
  return binary;
}

const run = (command: string, args: string[], cwd: string): void => {
  execFileSync(command, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
};

/**
 * Builds what these clients and servers need and is not there yet; ours always, as it is now.
 */
export function buildAll({ clients, servers }: { clients: string[]; servers: string[] }): void {
  mkdirSync(places.bin, { recursive: true });
  const isWanted = (tool: string): boolean =>
    [...clients, ...servers].some((name) => name.startsWith(tool));
  for (const name of Object.keys(modules) as (keyof typeof modules)[])
    if (isWanted(name)) buildTool(name);
  for (const name of ['sink', 'measure'])
    run('go', ['build', '-o', join(places.bin, name), `./${name}`], places.goSources);
  if (isWanted('aws-cli') && !existsSync(join(places.venv, 'bin/aws'))) {
    progress(`installing aws-cli ${versions.awscli}`);
    run('python3', ['-m', 'venv', places.venv], places.root);
    run(
      join(places.venv, 'bin/pip'),
      ['install', '--quiet', `awscli[crt]==${versions.awscli}`],
      places.root,
    );
  }
  run('npm', ['run', '--silent', 'build:cli', '--', places.cliPackage], places.root);
}
