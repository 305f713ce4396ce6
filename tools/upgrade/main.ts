import path from 'node:path';
import { visitorApi } from '../local/api.ts';
import { type Deployed, deployStacks } from '../local/deploy.ts';
import { stopAllGroups } from '../local/emulator/child-groups.ts';
import { type Emulator, startEmulator } from '../local/emulator/emulator.ts';
import type { ComingCall } from '../local/emulator/https-front.ts';
import { projectFolder } from '../local/project-folder.ts';
import { orderWith } from './calls.ts';
import { checkOldData } from './check-data.ts';
import { keepTables } from './keep-tables.ts';
import { pay, writeOldData } from './old-data.ts';
import { checkOut, deployRelease, previousRelease } from './release.ts';

// npm run test:upgrade: deploys the previous release on the emulator, fills every table, upgrades
// in place with an order in the middle of its migration, and reads everything.

const startedAt = Date.now();
const say = (message: string): void => {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0).padStart(5);
  process.stderr.write(`${seconds} s  ${message}\n`);
};

/** Holds back the copies of orders' files from `hold` to `release`. */
const holdCopies = () => {
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  let isHolding = false;
  const isCopy = ({ method, headers }: ComingCall): boolean =>
    method === 'PUT' && headers['x-amz-copy-source'] !== undefined;
  return {
    beforeCall: async (call: ComingCall): Promise<void> => {
      if (!isHolding || !isCopy(call)) return;
      held.resolve();
      await released.promise;
    },
    hold: () => {
      isHolding = true;
    },
    whenHeld: held.promise,
    release: () => {
      isHolding = false;
      released.resolve();
    },
  };
};

const app = path.join(projectFolder, 'tools', 'upgrade', 'app.ts');

/** The update that docs/deploying.md describes, with the pool still in Service or let go of. */
const upgrade = (old: Deployed, inService: boolean): Promise<Deployed> => {
  const pool = {
    id: old.userPoolId,
    client: old.userPoolClientId,
    ...(inService && { inService }),
  };
  return deployStacks(old.endpoint, {
    stage: 'local',
    synthArguments: ['--app', `${process.execPath} ${app}`, '-c', `pool=${JSON.stringify(pool)}`],
    adapt: (assembly) => keepTables(assembly, Object.values(old.tables)),
  });
};

const run = async ({ endpoint }: Emulator, copies: ReturnType<typeof holdCopies>) => {
  const folder = await checkOut(previousRelease);
  const old = await deployRelease(folder, previousRelease, endpoint);
  say(`version ${previousRelease.version} is deployed`);
  const data = await writeOldData(old, copies);
  say(`order ${data.migrating} is in the middle of its migration`);

  const first = await upgrade(old, true);
  say('upgraded in place; the user pool stays in Service for this deployment');
  copies.release();
  const api = visitorApi(first.apiUrl, data.token);
  await orderWith(api, data.migrating, 'completed');
  say('  ok: the migration that ran meanwhile ended well');
  await checkOldData(data, first, say);

  const last = await upgrade(old, false);
  say('upgraded again: Service has let go of the pool');
  await checkOldData(data, last, say);
  await pay(visitorApi(last.apiUrl, data.token), data.unpaid, last);
  await orderWith(visitorApi(last.apiUrl, data.token), data.unpaid, 'completed');
  say('  ok: the order that was placed before the upgrade is paid and kept');
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
