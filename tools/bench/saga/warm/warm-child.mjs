// A warm function: imports a bundle and calls one of its handlers with every event of a file, one
// after the other. Says how long each call took.
import { readFileSync } from 'node:fs';

const [file, name, eventsFile] = process.argv.slice(2);
const handler = (await import(file))[name];
const context = {
  functionName: 'bench',
  memoryLimitInMB: '512',
  awsRequestId: 'bench',
  invokedFunctionArn: 'arn:aws:lambda:bench',
};
const times = [];
for (const event of JSON.parse(readFileSync(eventsFile, 'utf8'))) {
  const startedAt = performance.now();
  await handler(event, context);
  times.push(performance.now() - startedAt);
}
process.stdout.write(`\n@@${JSON.stringify(times)}\n`, () => process.exit(0));
