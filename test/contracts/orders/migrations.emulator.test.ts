import { SfnMigrations } from '../../../adapters/orders/sfn-migrations.ts';
import { sfn } from '../shared/emulator.ts';
import { describeMigrations } from './describe-migrations.ts';
import { idleWorkflow } from './idle-workflow.ts';

describeMigrations('SfnMigrations', async () => {
  const { stateMachineArn, end } = await idleWorkflow();
  return { migrations: new SfnMigrations(sfn, stateMachineArn), end };
});
