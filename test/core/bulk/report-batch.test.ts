import { describe, expect, it } from '@jest/globals';
import { type ReportFormat, reportBatch } from '../../../core/bulk/report-batch.ts';
import { aMigration, batchId, type Migration, planned, run } from '../builders/migration.ts';

const reported = async (world: Migration, format: ReportFormat): Promise<string> => {
  let text = '';
  for await (const piece of reportBatch(world, batchId, format)) text += piece;
  return text;
};

const mixed = async (
  files: Readonly<Record<string, string>> = { 'good.jpg': 'G', 'bad.jpg': 'B' },
): Promise<Migration> => {
  const world = aMigration(files);
  world.transfers.before = ({ key }) =>
    key.includes('bad') ? { code: 'Unreadable', message: 'Input/output error' } : undefined;
  await planned(world);
  await run(world);
  return world;
};

describe('the report of a batch', () => {
  it('as JSON has a list for each outcome', async () => {
    const report = JSON.parse(await reported(await mixed(), 'json'));
    expect(report.batch).toMatchObject({ batchId, status: 'completed_with_errors', percent: 100 });
    expect(report.transferred).toMatchObject([
      { path: 'good.jpg', key: 'old/good.jpg', sizeBytes: 1, versionId: 'v1' },
    ]);
    expect(report.failed).toMatchObject([
      { path: 'bad.jpg', code: 'Unreadable', detail: 'Input/output error' },
    ]);
    expect([report.skipped, report.changed, report.rolled_back]).toEqual([[], [], []]);
  });

  it('as CSV has a line for each file, its list first', async () => {
    const lines = (await reported(await mixed(), 'csv')).trimEnd().split('\r\n');
    expect(lines[0]).toBe(
      'list,path,key,sizeBytes,sha256,versionId,uploadId,attempts,code,detail,updatedAt',
    );
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 2))).toEqual([
      ['transferred', 'good.jpg'],
      ['failed', 'bad.jpg'],
    ]);
  });

  it('as CSV runs no formula and breaks no line', async () => {
    const csv = await reported(
      await mixed({ '=HYPERLINK("http://evil")': 'x', 'a,b.jpg': 'x' }),
      'csv',
    );
    expect(csv).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(csv).toContain('"a,b.jpg"');
  });

  it.each([
    ['a;=1+1.jpg', `"a;'=1+1.jpg"`],
    ['a; =1+1.jpg', `"a;' =1+1.jpg"`],
    ['a;"=1+1.jpg', `"a;'""=1+1.jpg"`],
    ['a|@SUM(1).jpg', `"a|'@SUM(1).jpg"`],
    ['a\t-1.jpg', `"a\t'-1.jpg"`],
    ['\uff1d1+1.jpg', `'\uff1d1+1.jpg`],
    [' =1.jpg', `' =1.jpg`],
    ['a;b.jpg', '"a;b.jpg"'],
    ['a-b=c+d@e.jpg', 'a-b=c+d@e.jpg'],
  ])('as CSV has no formula in %j, wherever a spreadsheet ends its cells', async (path, cell) => {
    expect(await reported(await mixed({ [path]: 'x' }), 'csv')).toContain(`,${cell},`);
  });

  it('as HTML shows names as text', async () => {
    const html = await reported(await mixed({ '<img src=x onerror=alert(1)>.jpg': 'x' }), 'html');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;.jpg');
    expect(html).not.toContain('<img');
  });

  it('has nothing to say about a batch there is not', async () => {
    await expect(reported(aMigration({}), 'json')).rejects.toMatchObject({ name: 'NotFound' });
  });
});
