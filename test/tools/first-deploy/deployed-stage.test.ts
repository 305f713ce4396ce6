import { describe, expect, it } from '@jest/globals';
import { tableOutputs } from '../../../tools/first-deploy/stage/deployed-stage.ts';
import { templatesOf } from '../../lib/synthesize.ts';

describe('the tables that are checked', () => {
  it('are all that the Data stack has', () => {
    const outputs = Object.keys(templatesOf().data.toJSON().Outputs).filter((name) =>
      name.endsWith('Table'),
    );
    expect([...tableOutputs].sort()).toEqual(outputs.sort());
  });
});
