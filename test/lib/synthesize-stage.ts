/**
 * Prints the templates of a stage by stack, and the settings of its functions by name, as JSON.
 * Standard input is a `StageInput`. A process of Node's own loads the CDK five times as fast as a
 * test file does.
 */
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { settingsFile } from '../../core/contract.ts';
import { addKeepsake } from '../../lib/keepsake.ts';
import { builtConsole } from './built-console.ts';
import type { StageInput } from './kept-templates.ts';

const read = (file: string | number) => JSON.parse(readFileSync(file, 'utf8'));

const { config, deliveryKeys, options }: StageInput = read(0);
const { context } = read(new URL('../../cdk.json', import.meta.url).pathname);
const outdir = mkdtempSync(join(tmpdir(), 'keepsake-synth-'));
const env = { account: '111111111111', region: 'eu-central-1' };

try {
  const app = new App({ outdir, context: { ...context, ...options }, analyticsReporting: false });
  const consoleFolder = builtConsole(outdir);
  const surroundings = { env, consoleFolder, addPictureCode: () => undefined };
  const stacks = addKeepsake(app, config, { ...surroundings, deliveryKeys });
  const templates = Object.entries(stacks)
    .filter((entry): entry is [string, Stack] => entry[1] !== undefined)
    .map(([name, stack]) => [name, Template.fromStack(stack).toJSON()]);
  const settings = globSync(`bundles/${config.stage}/*/${settingsFile}`, { cwd: outdir }).map(
    (file) => [basename(dirname(file)), read(join(outdir, file))],
  );
  process.stdout.write(
    JSON.stringify({
      templates: Object.fromEntries(templates),
      settings: Object.fromEntries(settings),
    }),
  );
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
