import { SfnMigrations } from '../../adapters/orders/sfn-migrations.ts';
import { describeMigrations } from './describe-migrations.ts';
import { sfn } from './emulator.ts';
import { idleWorkflow } from './idle-workflow.ts';

describeMigrations('SfnMigrations', async () => {
  const { stateMachineArn, end } = await idleWorkflow();
  return { migrations: new SfnMigrations(sfn, stateMachineArn), end };
});
