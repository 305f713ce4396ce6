import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ConsoleFiles } from '../../../lib/operations/console-files.ts';
import { builtConsole } from '../built-console.ts';
import { temporaryApp } from '../temporary-app.ts';

let app: App;
let template: Template;
beforeAll(() => {
  app = temporaryApp();
  const stack = new Stack(app, 'Console');
  new ConsoleFiles(stack, 'Files', { logDays: 90 }).fill(builtConsole(app.outdir), {
    stage: 'prod',
  });
  template = Template.fromStack(stack);
});

const has = (folder: string, file: string): boolean => existsSync(join(app.outdir, folder, file));

describe('the files of the console', () => {
  it('are handed over apart: the page without assets, the assets without the page', () => {
    const staged = globSync('asset.*', { cwd: app.outdir }).filter(
      (folder) => has(folder, 'index.html') || has(folder, 'assets/index.js'),
    );
    const content = staged.map((folder) => [
      has(folder, 'index.html'),
      has(folder, 'assets/index.js'),
    ]);
    expect(content.toSorted()).toEqual([
      [false, true],
      [true, false],
    ]);
  });

  it('go when the stack goes: a bucket that holds files would stop its removal', () => {
    const [[bucketId = '', bucket] = []] = Object.entries(
      template.findResources('AWS::S3::Bucket'),
    );
    expect(bucket?.DeletionPolicy).toBe('Delete');
    const emptied = Object.values(template.findResources('Custom::S3AutoDeleteObjects'));
    expect(emptied.map(({ Properties }) => Properties.BucketName)).toEqual([{ Ref: bucketId }]);
  });

  it('are cached for good, but for the page and the settings, which name them', () => {
    const deployments = Object.values(template.findResources('Custom::CDKBucketDeployment'));
    const caching = deployments.map(({ Properties, DependsOn = [] }) => [
      Properties.SystemMetadata['cache-control'],
      Properties.Prune,
      DependsOn.length > 0,
    ]);
    expect(caching).toEqual([
      ['public, max-age=31536000, immutable', false, false],
      ['no-cache', false, true],
    ]);
  });
});
