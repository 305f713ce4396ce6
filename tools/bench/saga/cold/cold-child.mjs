// One cold start: imports a bundle, calls its handler once, says how long each took. Plain
// JavaScript, so that nothing is loaded before.
const [file, event] = process.argv.slice(2);
const beforeImport = performance.now();
const loaded = await import(file);
const imported = performance.now();
const handler = loaded.handler ?? loaded.default?.handler;
const context = {
  functionName: 'bench',
  memoryLimitInMB: '512',
  awsRequestId: 'bench',
  invokedFunctionArn: 'arn:aws:lambda:bench',
};
const answer = await handler?.(JSON.parse(event ?? '{}'), context);
const used = performance.now();
const times = { importMs: imported - beforeImport, firstUseMs: used - imported };
process.stdout.write(`\n@@${JSON.stringify({ ...times, answer })}\n`, () => process.exit(0));
