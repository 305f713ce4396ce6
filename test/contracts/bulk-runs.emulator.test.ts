import { SfnBulkRuns } from '../../adapters/bulk/sfn-bulk-runs.ts';
import { describeBulkRuns } from './describe-bulk-runs.ts';
import { sfn } from './emulator.ts';
import { idleWorkflow } from './idle-workflow.ts';

describeBulkRuns('SfnBulkRuns', async () => {
  const { stateMachineArn, end } = await idleWorkflow();
  return { runs: new SfnBulkRuns(sfn, stateMachineArn), end };
});
