import { describe, expect, it } from '@jest/globals';
import { run } from '../../python/venv.ts';
import { pythonTool } from './python-tools.ts';
import { templateFolder } from './template-files.ts';

const program = pythonTool('checkov');
const templates = templateFolder();

/** Rules that are not ours to keep, and why. */
const answered: Readonly<Record<string, string>> = {
  CKV_AWS_18: 'a log bucket that logs itself never stops; the error pages hold nobody’s data',
  CKV_AWS_21: 'access logs and error pages need no versions: nothing of them is restored',
  CKV_AWS_26: 'alerts carry ids, no personal data; a key of ours would keep CloudWatch out',
  CKV_AWS_27: 'queues are encrypted with SQS’s own key, which is the default',
  CKV_AWS_45: 'the variable holds the name of a secret, not its value',
  CKV_AWS_86: 'the front door’s paths carry tokens; cdk-nag’s CFR3 holds the others to it',
  CKV_AWS_68: 'a web ACL is the operator’s choice: delivery.webAclArn',
  CKV_AWS_115: 'concurrency is bounded where work queues up: consumers’ maxConcurrency',
  CKV_AWS_116: 'functions with a waiting caller have no queue; the asynchronous ones have',
  CKV_AWS_117: 'functions speak to AWS APIs alone: a VPC would add no boundary',
  CKV_AWS_158: 'log groups are encrypted by CloudWatch Logs itself',
  CKV_AWS_173: 'environments hold names and ARNs, no secrets',
  CKV_AWS_174: 'the TLS floor comes with a domain of its own: docs/delivery.md',
};

type Report = { results: { failed_checks: { check_id: string; resource: string }[] } };

/** Rule and resource of every finding in a folder that is not answered. */
const findingsIn = (tool: string, folder: string): string[] => {
  const quiet = ['--framework', 'cloudformation', '--quiet', '--compact', '--skip-download'];
  const { stdout, stderr, error } = run(tool, '-d', folder, '--output', 'json', ...quiet);
  if (error !== undefined || stdout === '')
    throw new Error(`checkov did not run: ${error?.message ?? stderr}`);
  const reports: Report[] = [JSON.parse(stdout)].flat();
  return reports
    .flatMap(({ results }) => results?.failed_checks ?? [])
    .filter(({ check_id }) => !(check_id in answered))
    .map(({ check_id, resource }) => `${check_id} ${resource}`);
};

describe('checkov', () => {
  it('has nothing new to say about a stage that uses everything, and sees what is wrong', () => {
    if (program === undefined) return;
    templates.writeStage('everything');
    const open = { Type: 'AWS::S3::Bucket', Properties: { AccessControl: 'PublicReadWrite' } };
    templates.write('open.json', { Resources: { open } });
    const found = findingsIn(program, templates.folder);
    expect(found.filter((finding) => !finding.endsWith('.open'))).toEqual([]);
    expect(found).toContain('CKV_AWS_57 AWS::S3::Bucket.open');
  });
});
