// Calls a bundle's handler over and over, warm, one call at a time, and says what each cost. Plain
// JavaScript, so that nothing is loaded before.
const [file, text, warmups, calls] = process.argv.slice(2);
const { handler } = await import(file);
const event = JSON.parse(text);
const context = {
  functionName: 'bench',
  memoryLimitInMB: '1024',
  awsRequestId: 'bench',
  invokedFunctionArn: 'arn:aws:lambda:bench',
};
const cpuMs = [];
const wallMs = [];
let answer;
for (let call = 0; call < Number(warmups) + Number(calls); call++) {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  answer = await handler(event, context);
  const ended = performance.now();
  const { user, system } = process.cpuUsage(before);
  if (call < Number(warmups)) continue;
  cpuMs.push((user + system) / 1000);
  wallMs.push(ended - startedAt);
}
const { statusCode, body = '', isBase64Encoded } = answer;
const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').length;
process.stdout.write(`\n@@${JSON.stringify({ cpuMs, wallMs, statusCode, bytes })}\n`, () =>
  process.exit(0),
);
