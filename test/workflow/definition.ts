import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StateMachineDefinition } from 'aws-local-stepfunctions';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A state as far as tests look into it. */
export type State = {
  Type: string;
  Retry?: { ErrorEquals: string[]; MaxAttempts?: number }[];
  Catch?: { ErrorEquals: string[]; Next: string; ResultPath?: string | null }[];
  ResultPath?: string | null;
  TimeoutSeconds?: number;
  ItemProcessor?: Definition;
};
export type Definition = {
  StartAt: string;
  TimeoutSeconds?: number;
  States: Record<string, State>;
};

const inputs = [
  ...readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' }).map(
    (file) => `lib/${file}`,
  ),
  'core/contract.ts',
  'core/errors.ts',
  'cdk.json',
  'package-lock.json',
  'test/workflow/definition.ts',
].filter((file) => /\.(ts|json)$/.test(file));

/**
 * Names the definition by everything it is made from, so that it can be kept between test files and
 * never be stale.
 */
const fingerprint = (): string => {
  const hash = createHash('sha256');
  for (const file of inputs.sort()) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest('hex').slice(0, 32);
};

const isJoin = (value: unknown): value is { 'Fn::Join': [string, unknown[]] } =>
  typeof value === 'object' && value !== null && 'Fn::Join' in value;

/** Tokens as plain ARNs: nothing is called, only the shape must be right. */
const plain = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (isJoin(value)) return value['Fn::Join'][1].map(plain).join(value['Fn::Join'][0]);
  const [reference] = Object.values(value as object).flat();
  if (reference === 'AWS::Partition') return 'aws';
  return `arn:aws:lambda:eu-central-1:123456789012:function:${String(reference)}`;
};

const synthesize = async (): Promise<string> => {
  const [{ App }, { Template }, { defaultConfig }, { addKeepsake }] = await Promise.all([
    import('aws-cdk-lib'),
    import('aws-cdk-lib/assertions'),
    import('../../lib/config.ts'),
    import('../../lib/keepsake.ts'),
  ]);
  const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as {
    context: Record<string, unknown>;
  };
  const outdir = mkdtempSync(join(tmpdir(), 'keepsake-synth-'));
  const { service } = addKeepsake(new App({ outdir, context }), defaultConfig('local'));
  const machines = Template.fromStack(service).findResources('AWS::StepFunctions::StateMachine');
  const [, machine] =
    Object.entries(machines).find(([id]) => id.startsWith('OrderMigration')) ?? [];
  rmSync(outdir, { recursive: true });
  return plain(machine?.Properties.DefinitionString);
};

const kept = join(
  root,
  'node_modules',
  '.cache',
  'keepsake',
  `order-migration-${fingerprint()}.json`,
);

const load = async (): Promise<string> => {
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  const text = await synthesize();
  mkdirSync(join(kept, '..'), { recursive: true });
  // Renamed into place: another test file may be reading.
  writeFileSync(`${kept}.${process.pid}`, text);
  renameSync(`${kept}.${process.pid}`, kept);
  return text;
};

/** The order migration's definition, as lib/ synthesizes it for the local stage. */
export const definition = JSON.parse(await load()) as Definition;

/** The same, in the interpreter's own type. */
export const asl = (value: Definition): StateMachineDefinition =>
  value as unknown as StateMachineDefinition;

/** Every state there is, those inside Maps included. */
export const allStates = ({ States }: Definition = definition): [string, State][] =>
  Object.entries(States).flatMap(([name, state]) => [
    [name, state],
    ...(state.ItemProcessor ? allStates(state.ItemProcessor) : []),
  ]);

/** Names of the states that do something. */
export const taskNames = allStates()
  .filter(([, { Type }]) => Type === 'Task')
  .map(([name]) => name);
