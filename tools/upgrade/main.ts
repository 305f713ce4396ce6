import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { documentClient } from '../../adapters/dynamo/document.ts';
import { stackNameOf } from '../../lib/shared/stage-stacks.ts';
import { fillIndexes } from '../fill-indexes/fill-indexes.ts';
import { visitorApi } from '../local/api.ts';
import { type Deployed, deployApp, deployStacks } from '../local/deploy.ts';
import { stopAllGroups } from '../local/emulator/child-groups.ts';
import { type Emulator, startEmulator } from '../local/emulator/emulator.ts';
import { LocalProblem } from '../local/local-problem.ts';
import { projectFolder } from '../local/project-folder.ts';
import { awsAt } from '../local/signed-fetch.ts';
import { orderWith } from './calls.ts';
import { checkOldData, checkUpgradedData } from './check-data.ts';
import { type Copies, holdCopies, shortenCopies } from './hold-copies.ts';
import { meetEmulator } from './meet-emulator.ts';
import { pay, writeOldData } from './old-data.ts';
import { checkOldJournal, writeOldJournal } from './old-journal.ts';
import { checkOut, deployRelease, previousRelease } from './release.ts';
import { removeStack } from './remove-stack.ts';
import { lastSteps } from './running-executions.ts';

// npm run test:upgrade: deploys the previous release on the emulator, fills every table, upgrades
// in place with an order in the middle of its migration, reads everything, rolls back, reads again,
// and opens a journal of the previous command line.

const startedAt = Date.now();
const say = (message: string): void => {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0).padStart(5);
  process.stderr.write(`${seconds} s  ${message}\n`);
};

const app = path.join(projectFolder, 'tools', 'upgrade', 'app.ts');

type Adapt = { adapt: (assembly: string) => void };

const keeping = (old: Deployed): Adapt => ({
  adapt: (assembly) => meetEmulator(assembly, Object.values(old.tables)),
});

/** The update that docs/deploying.md describes, with the pool still in Service or let go of. */
const upgrade = async (old: Deployed, inService: boolean): Promise<Deployed> => {
  const pool = {
    id: old.userPoolId,
    client: old.userPoolClientId,
    ...(inService && { inService }),
  };
  const deployed = await deployStacks(old.endpoint, {
    stage: 'local',
    synthArguments: ['--app', `${process.execPath} ${app}`, '-c', `pool=${JSON.stringify(pool)}`],
    ...keeping(old),
  });
  if (inService) await listOldRecords(old);
  return deployed;
};

/** The last step of `npm run deploy` while the pool is in Service. */
const listOldRecords = async ({ endpoint, tables }: Deployed): Promise<void> => {
  const filled = await fillIndexes(documentClient(new DynamoDBClient(awsAt(endpoint))), tables);
  say(`listed the records of ${previousRelease.version}: ${JSON.stringify(filled)}`);
};

const expectKept = async (deployed: Deployed, token: string, orderId: string): Promise<void> => {
  const api = visitorApi(deployed.apiUrl, token);
  await pay(api, orderId, deployed);
  await orderWith(api, orderId, 'completed');
};

const run = async ({ endpoint }: Emulator, copies: Copies): Promise<void> => {
  const folder = await checkOut(previousRelease);
  const journal = await writeOldJournal(folder, endpoint);
  const old = await deployRelease(folder, previousRelease, endpoint);
  await shortenCopies(endpoint);
  say(`version ${previousRelease.version} is deployed`);
  const data = await writeOldData(old, copies);
  const { token } = data;
  say(`order ${data.migrating} is in the middle of its migration`);

  const first = await upgrade(old, true);
  say('upgraded in place; the user pool stays in Service for this deployment');
  copies.release();
  await orderWith(visitorApi(first.apiUrl, token), data.migrating, 'completed').catch(
    async (cause: Error) => {
      const steps = await lastSteps(first);
      throw new LocalProblem(`${cause.message}\n${steps}`, { cause });
    },
  );
  say('  ok: the migration that ran meanwhile ended well');
  await checkUpgradedData(data, first, say);

  // Service of 0.1.0 makes the routes of operators itself, and an API has each key once.
  await removeStack(endpoint, stackNameOf('local', 'Operators'));
  await deployApp(endpoint, { stage: 'local', folder, ...keeping(old) });
  say(`rolled back to ${previousRelease.version}`);
  await checkOldData(data, old, say);
  await expectKept(old, token, data.unpaid[0]);
  say('  ok: the previous version keeps an order that was placed before the upgrade');

  const again = await upgrade(old, true);
  const last = await upgrade(old, false);
  say('upgraded again, twice: Service has let go of the pool');
  await checkUpgradedData(data, { ...again, ...last }, say);
  await expectKept(last, token, data.unpaid[1]);
  say('  ok: the new version keeps an order that was placed before the upgrade');

  await checkOldJournal(journal, say);
};

const copies = holdCopies();
const emulator = await startEmulator({
  port: 0,
  waitScale: 0,
  beforeCall: copies.beforeCall,
  onProgress: say,
});
try {
  await run(emulator, copies);
  say(`the upgrade from ${previousRelease.version} holds`);
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
} finally {
  copies.release();
  await emulator.stop();
  await stopAllGroups();
}
