import { adaptPolicies } from '../local/emulator/adapt-policies.ts';

// Runs behind a CDK app, as `node app.ts && node adapt-assembly.ts`: the emulator enforces policies
// and knows fewer of their conditions than AWS does.
adaptPolicies(process.env.CDK_OUTDIR ?? 'cdk.out');
