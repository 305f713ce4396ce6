import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { defaultConfig } from '../../lib/config.ts';
import { templatesOf } from '../lib/synthesize.ts';

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

const load = (): string => {
  const { service } = templatesOf(defaultConfig('local'));
  const machines = service.findResources('AWS::StepFunctions::StateMachine');
  const [, machine] =
    Object.entries(machines).find(([id]) => id.startsWith('OrderMigration')) ?? [];
  return plain(machine?.Properties.DefinitionString);
};

/** The order migration's definition, as lib/ synthesizes it for the local stage. */
export const definition = JSON.parse(load()) as Definition;

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
