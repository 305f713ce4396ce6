import { access } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KeepsakeProblem } from '../../client/node.ts';
import { stageConfig } from '../../lib/config.ts';
import { buildConsole } from '../../lib/operations/console-build.ts';
import { visitorApi } from './api.ts';
import { type Deployed, deployStacks, freshAdminToken } from './deploy.ts';
import { stopAllGroups } from './emulator/child-groups.ts';
import { startEmulator } from './emulator/emulator.ts';
import { emulatorVariables } from './emulator-variables.ts';
import { whenNpmIsGone } from './follow-npm.ts';
import { functionErrors } from './function-errors.ts';
import { startConsole } from './local-console.ts';
import { LocalProblem } from './local-problem.ts';
import { readLocalState, stateFile, writeLocalState } from './local-state.ts';
import { assertScannable, scanIfAsked } from './scanner/scan-if-asked.ts';
import { buildPage, type ShopPage } from './shop/build-page.ts';
import { startShop } from './shop/shop-server.ts';
import { type Stripe, stripeFrom } from './shop/stripe.ts';
import { awsAt } from './signed-fetch.ts';
import { nextSteps } from './story/next-steps.ts';
import { payOrder } from './story/pay-order.ts';
import { type Story, tellStory } from './story/sample-story.ts';

const usage = `npm start [-- --once | --orders | --pay <order> | --emulator]
  Deploys Keepsake into a local AWS emulator, migrates a sample order, and stays up until Ctrl-C.
  --once   end after the sample orders: exit code 0, or 1 if anything was not as it should be
           (2: wrong usage)
  --orders more sample orders against what another npm start runs; deploys nothing
  --pay    tells what another npm start runs that this order is paid, as your provider would
  --emulator  only starts the emulator, empty, to try docs/deploying.md on it
Environment: KEEPSAKE_PORT (4566), AWS_ENDPOINT_URL (use that endpoint instead),
KEEPSAKE_FOLDER (.keepsake), STRIPE_TEST_KEY (the shop takes payments in Stripe's test mode)
`;

// The emulator reports every error under one name, so that it retries what AWS would not; at this
// scale the waits between are not noticed.
const waitScale = 0.02;

// Tokens are good for an hour.
const tokenRenewalMs = 50 * 60_000;

const startedAt = Date.now();
let stayingUp = false;
let interrupted = false;

const progress = (message: string): void => {
  process.stderr.write(
    `${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${message}\n`,
  );
};

const onSignal = async (): Promise<void> => {
  // The second Ctrl-C does not wait; the guardian cleans up after us all the same.
  if (interrupted) process.exit(130);
  interrupted = true;
  process.stderr.write(
    stayingUp ? '\nStopping.\n' : '\nInterrupted: ending the emulator and whatever was running.\n',
  );
  await stopAllGroups();
  process.stderr.write('Nothing is left running. "npm start" starts afresh.\n');
  process.exit(stayingUp ? 0 : 130);
};

const portFrom = (text: string | undefined): number => {
  const port = Number(text ?? 4566);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new LocalProblem(
    `KEEPSAKE_PORT=${text} is not a port. Choose a number from 1 to 65535, or leave it out ` +
      'for 4566.',
  );
};

// The functions' own words are gone with the emulator: show them before it ends.
const withFunctionErrors = async (endpoint: string, error: unknown): Promise<never> => {
  const lines = await functionErrors(awsAt(endpoint)).catch(() => []);
  if (lines.length > 0)
    process.stderr.write(
      `\nThe functions complained (newest first):\n${lines.map((line) => `  ${line}\n`).join('')}`,
    );
  throw error;
};

/** The stage of another `npm start`. Throws `LocalProblem` when none runs. */
const running = async (): Promise<Deployed> => {
  const deployed = await readLocalState();
  const answers =
    deployed &&
    (await fetch(deployed.endpoint).then(
      () => true,
      () => false,
    ));
  if (answers) return deployed;
  throw new LocalProblem('Nothing runs here. Start it in another terminal: npm start');
};

const moreOrders = async (): Promise<void> => {
  const deployed = await running();
  await tellStory(deployed, process.stdout).catch((error: unknown) =>
    withFunctionErrors(deployed.endpoint, error),
  );
};

const payOwnOrder = async (orderId: string): Promise<void> => {
  const { apiUrl, adminToken, eventBusName, endpoint } = await running();
  const order = await visitorApi(apiUrl, adminToken).getOrder(orderId);
  await payOrder(new EventBridgeClient(awsAt(endpoint)), eventBusName, order);
  const { value, currency } = order.amount;
  process.stdout.write(
    `Paid ${value} ${currency}. See it move: npx keepsake orders show ${orderId} --local\n`,
  );
};

const runEmulator = async (): Promise<void> => {
  const emulator = await startEmulator({
    port: portFrom(process.env.KEEPSAKE_PORT),
    // It knows no source of an event and no list of alarms: it would refuse what AWS allows.
    enforcesIam: false,
    onProgress: progress,
  });
  process.stdout.write(emulatorVariables(emulator.endpoint));
  stayingUp = true;
  for (;;) await sleep(tokenRenewalMs);
};

/** The emulator keeps everything in memory. */
const sayEmpty = async (): Promise<void> => {
  if (process.env.AWS_ENDPOINT_URL !== undefined) return;
  if (
    await access(stateFile).then(
      () => true,
      () => false,
    )
  )
    progress('a new emulator begins empty: files and orders of earlier starts are gone');
};

const run = async (once: boolean): Promise<void> => {
  const stripe = stripeFrom(process.env.STRIPE_TEST_KEY);
  assertScannable(stageConfig('local'));
  await sayEmpty();
  // While the stacks are deployed; a failure is reported where the pages are served.
  const built = once ? undefined : Promise.all([buildConsole(), buildPage()]);
  built?.catch(() => undefined);
  const emulator = await startEmulator({
    port: portFrom(process.env.KEEPSAKE_PORT),
    waitScale,
    onProgress: progress,
  });
  progress(`${emulator.name} answers at ${emulator.endpoint}`);
  let scanner: Awaited<ReturnType<typeof scanIfAsked>>;
  try {
    const deployed = await deployStacks(emulator.endpoint, {
      stage: 'local',
      onProgress: progress,
    });
    await writeLocalState(deployed);
    progress(`deployed; ${path.relative(process.cwd(), stateFile)} says where`);
    scanner = await scanIfAsked(stageConfig('local'), deployed, progress);
    const story = await tellStory(deployed, process.stdout).catch((error: unknown) =>
      withFunctionErrors(emulator.endpoint, error),
    );
    progress('everything is as it should be');
    if (built) await stayUp(deployed, story, { pages: await built, stripe });
  } finally {
    await scanner?.stop();
    await emulator.stop();
  }
};

type Served = {
  pages: readonly [consoleFolder: string, page: ShopPage];
  stripe: Stripe | undefined;
};

/** Serves the console and the shop until Ctrl-C, and renews the operators' token. */
const stayUp = async (deployed: Deployed, story: Story, served: Served): Promise<never> => {
  const [folder, page] = served.pages;
  const { signedInUrl: consoleUrl } = await startConsole(deployed, folder);
  const withConsole = { ...deployed, consoleUrl };
  const { url: shopUrl } = await startShop(withConsole, { page, stripe: served.stripe });
  const state = { ...withConsole, shopUrl };
  await writeLocalState(state);
  process.stdout.write(nextSteps(state, story));
  stayingUp = true;
  for (;;) {
    await sleep(tokenRenewalMs);
    await writeLocalState({ ...state, adminToken: await freshAdminToken(deployed, 'local') });
  }
};

const explain = (error: unknown): void => {
  process.stderr.write(`\n${textOf(error)}\n`);
};

const textOf = (error: unknown): unknown => {
  if (error instanceof LocalProblem) return error.message;
  if (error instanceof KeepsakeProblem) return `The API answered ${error.status}: ${error.message}`;
  return error instanceof Error ? error.stack : error;
};

type Arguments = {
  once: boolean;
  orders: boolean;
  emulator: boolean;
  help: boolean;
  pay?: string;
};

const readArguments = (): Arguments => {
  try {
    return parseArgs({
      options: {
        once: { type: 'boolean', default: false },
        orders: { type: 'boolean', default: false },
        pay: { type: 'string' },
        emulator: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${usage}`);
    return process.exit(2);
  }
};

const { once, orders, emulator, help, pay } = readArguments();

const work = (): Promise<void> => {
  if (pay !== undefined) return payOwnOrder(pay);
  if (emulator) return runEmulator();
  return orders ? moreOrders() : run(once);
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
whenNpmIsGone(onSignal);
if (help) process.stdout.write(usage);
else {
  await work().catch(async (error: unknown) => {
    // An interrupted step fails because of the interrupt. The signal's handler ends the process.
    if (interrupted) return sleep(30_000);
    explain(error);
    process.exitCode = 1;
    // One of two commands side by side may still be running.
    await stopAllGroups();
  });
}
