import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const { version, dependencies } = read('package.json');

describe('the packages of a release', () => {
  it.each(['client', 'react', 'cdk', 'create'])('%s has the version of the whole', (folder) => {
    expect(read(`${folder}/package.json`).version).toBe(version);
  });

  it('fit one another: the field wants its own client, the construct our own zod', () => {
    expect(read('react/package.json').peerDependencies['@keepsake/client']).toBe(version);
    expect(read('create/package.json').dependencies.keepsake).toBe(version);
    expect(read('cdk/package.json').dependencies.zod).toBe(dependencies.zod);
  });
});
