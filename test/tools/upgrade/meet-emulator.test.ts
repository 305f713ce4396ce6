import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { meetEmulator } from '../../../tools/upgrade/meet-emulator.ts';

const Resources = {
  Orders1: { Type: 'AWS::DynamoDB::GlobalTable', Properties: {} },
  Audit1: { Type: 'AWS::DynamoDB::GlobalTable', Properties: {} },
};
let assembly: string;
const write = (name: string, value: unknown): void =>
  writeFileSync(path.join(assembly, name), JSON.stringify(value));
const read = (name: string) => JSON.parse(readFileSync(path.join(assembly, name), 'utf8'));

beforeAll(() => {
  assembly = mkdtempSync(path.join(tmpdir(), 'keepsake-assembly-'));
  write('Data.template.json', { Resources });
  const file = { source: { path: 'Data.template.json' }, destinations: { key: 'abc.json' } };
  write('Data.assets.json', { files: { abc: file } });
  write('manifest.json', { url: 's3://assets/abc.json' });
  meetEmulator(assembly, ['Stage-Data-Orders1-F00']);
});
afterAll(() => rmSync(assembly, { recursive: true }));

describe('an assembly for the emulator', () => {
  it('names the tables that are deployed, and no others', () => {
    const { Orders1, Audit1 } = read('Data.template.json').Resources;
    expect(Orders1.Properties).toEqual({ TableName: 'Stage-Data-Orders1-F00' });
    expect(Audit1.Properties).toEqual({});
  });

  it('is uploaded, although its template was deployed unchanged before', () => {
    const [hash] = Object.keys(read('Data.assets.json').files);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(read('Data.assets.json').files[`${hash}`].destinations).toEqual({ key: `${hash}.json` });
    expect(read('manifest.json')).toEqual({ url: `s3://assets/${hash}.json` });
  });
});
