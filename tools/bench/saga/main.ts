import { parseArgs } from 'node:util';
import { stopAllGroups } from '../../local/emulator/child-groups.ts';
import { budgetTable, enforce } from './budget.ts';
import { coldReport } from './cold/cold-report.ts';
import { type Crowd, crowdBudgets, crowdTable, runCrowd } from './crowd.ts';
import { report } from './report.ts';
import { writeResults } from './results-file.ts';
import { countTransitions, orderUses, transitionBudgets } from './sagas.ts';
import { progress, type Setting, withSetting } from './setting.ts';
import { measureWallTime } from './wall-time.ts';
import { callBudgets, callsTable, countCalls } from './warm/calls.ts';
import { config } from './world.ts';

const { values } = parseArgs({
  options: {
    /** Few samples and orders, nothing written: to see whether the bench works. */
    quick: { type: 'boolean', default: false },
    /** Only many orders at once, nothing written. */
    crowd: { type: 'boolean', default: false },
  },
});
const amounts = values.quick
  ? { wallRuns: 3, coldRuns: 2, orders: 10 }
  : { wallRuns: 11, coldRuns: 9, orders: 200 };

const payCrowds = async (setting: Setting): Promise<Crowd[]> => {
  progress(`paying ${amounts.orders} orders at once`);
  const first = await runCrowd(setting, 'functions cold', amounts.orders);
  return [first, await runCrowd(setting, 'functions warm', amounts.orders)];
};

const measureCrowds = async (setting: Setting): Promise<void> => {
  const crowds = await payCrowds(setting);
  const budgets = crowds.flatMap(crowdBudgets);
  process.stdout.write(`${crowdTable(crowds)}\n\n${budgetTable(budgets)}\n`);
  enforce(budgets);
};

const measure = async (setting: Setting): Promise<void> => {
  progress('counting transitions and calls');
  const transitions = await countTransitions(setting, config.saga.chunkSize);
  const counted = await countCalls(setting.deployed);
  progress('measuring wall time');
  const wall = await measureWallTime(setting.world, setting.ours, setting.plain, amounts.wallRuns);
  const uses = await orderUses(setting, counted, wall, amounts.wallRuns);
  progress('measuring cold starts');
  const cold = await coldReport(
    setting.world,
    setting.functions,
    amounts.coldRuns,
    setting.scratch,
  );
  const crowds = await payCrowds(setting);
  const budgets = [
    ...transitionBudgets(transitions, uses),
    ...callBudgets(counted),
    ...crowds.flatMap(crowdBudgets),
  ];
  const text = report({
    transitions,
    counted,
    wall,
    uses,
    cold,
    crowds,
    runs: amounts,
    budgets: budgetTable(budgets),
    calls: callsTable(counted),
  });
  process.stdout.write(`${text}\n`);
  if (!values.quick) writeResults(text);
  enforce(budgets);
};

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    void stopAllGroups().then(() => process.exit(130));
  });
await withSetting(values.crowd ? measureCrowds : measure);
