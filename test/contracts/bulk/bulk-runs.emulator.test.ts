import { SfnBulkRuns } from '../../../adapters/bulk/sfn-bulk-runs.ts';
import { idleWorkflow } from '../orders/idle-workflow.ts';
import { sfn } from '../shared/emulator.ts';
import { describeBulkRuns } from './describe-bulk-runs.ts';

describeBulkRuns('SfnBulkRuns', async () => {
  const { stateMachineArn, end } = await idleWorkflow();
  return { runs: new SfnBulkRuns(sfn, stateMachineArn), end };
});
