import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { allChecks } from '../../../tools/first-deploy/all-checks.ts';
import type { Result, Verdict } from '../../../tools/first-deploy/report.ts';
import { versionsBelow } from '../../../tools/first-deploy/stage/stored-objects.ts';
import { runScript, type ScriptRun } from '../../run-script.ts';

type Local = { tables: Record<string, string> } & Partial<
  Record<'endpoint' | 'region' | 'filesBucket', string>
>;

const {
  endpoint = '',
  region = '',
  filesBucket = '',
  tables,
} = JSON.parse(process.env.KEEPSAKE_LOCAL ?? '{}') as Local;

type Report = { stage: string; passed: number; failed: number; skipped: number; results: Result[] };

describe('npm run first-deploy against the emulator', () => {
  let run: ScriptRun;
  let code: number | null;
  let report: Report;

  beforeAll(async () => {
    run = runScript('tools/first-deploy/main.ts', ['--stage', 'local', '--json']);
    code = await run.ended;
    report = JSON.parse(run.output.stdout || '{"results":[]}') as Report;
  });

  const named = (verdict: Verdict): string[] =>
    report.results.filter((result) => result.verdict === verdict).map(({ name }) => name);

  it('ends with 0: nothing failed', () => {
    expect({ code, failed: report.results.filter(({ verdict }) => verdict === 'fail') }).toEqual({
      code: 0,
      failed: [],
    });
  });

  it.each(allChecks.filter(({ onlyAws }) => !onlyAws).map(({ name }) => name))(
    'passes: %s',
    (name) => {
      expect(report.results).toContainEqual(expect.objectContaining({ name, verdict: 'pass' }));
    },
  );

  it('skips exactly what an emulator cannot show, and says why', () => {
    expect(named('skipped')).toEqual(
      allChecks.filter(({ onlyAws }) => onlyAws).map(({ name }) => name),
    );
    expect(report.results.filter(({ verdict, why }) => verdict === 'skipped' && !why)).toEqual([]);
  });

  it('leaves nothing of its orders behind', async () => {
    expect(named('pass')).toContain('everything this run made is removed again');
    const orderIds = [...run.output.stdout.matchAll(/ord_[0-9a-f]+/g)].map(([id]) => id);
    const s3 = new S3Client({ endpoint, region, forcePathStyle: true });
    const left = (await versionsBelow(s3, filesBucket, '')).filter(({ key }) =>
      orderIds.some((id) => key.includes(id)),
    );
    expect({ orders: orderIds.length > 0, left }).toEqual({ orders: true, left: [] });
  });

  it('leaves no act of its own in the record of operators’ acts', async () => {
    const dynamo = new DynamoDBClient({ endpoint, region });
    const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: tables.audit }));
    const own = Items.filter((item) => JSON.stringify(item).includes('first-deploy'));
    expect(own).toEqual([]);
  });
});

describe('npm run first-deploy, in the wrong place', () => {
  it('says that the stage is not deployed there, and how to deploy it', async () => {
    const run = runScript('tools/first-deploy/main.ts', ['--stage', 'prod']);
    expect(await run.ended).toBe(1);
    expect(run.output.stderr).toContain('There is no stack Keepsake-prod-Data');
    expect(run.output.stderr).toContain('npm run deploy -- --stage prod');
  });
});
