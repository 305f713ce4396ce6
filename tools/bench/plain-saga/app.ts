import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { type PlainStep, plainDefinition, plainSteps } from './definition.ts';

/** The bench's input file: bundle and environment of every function. */
export type PlainInput = { code: string; environment: Record<string, string> };

const app = new App();
const { code, environment } = JSON.parse(
  readFileSync(app.node.getContext('input'), 'utf8'),
) as PlainInput;
const stack = new Stack(app, 'PlainSaga');

// As much memory as the same step has in Keepsake.
const memoryOf = (step: PlainStep): number => (step === 'copy' || step === 'verify' ? 1024 : 512);

const functions = plainSteps.map((step) => {
  const lambda = new LambdaFunction(stack, step, {
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    code: Code.fromAsset(code),
    handler: `index.${step}`,
    description: `Plain saga: ${step}`,
    memorySize: memoryOf(step),
    environment,
  });
  return [step, lambda] as const;
});

const arns = Object.fromEntries(
  functions.map(([step, { functionArn }]) => [step, functionArn]),
) as Record<PlainStep, string>;
const machine = new StateMachine(stack, 'Machine', {
  stateMachineName: 'plain-saga',
  definitionBody: DefinitionBody.fromString(stack.toJsonString(plainDefinition(arns))),
});
for (const [, lambda] of functions) lambda.grantInvoke(machine);
app.synth();
