import { expect, it } from '@jest/globals';
import { runScript } from '../run-script.ts';

it('cdk deploy -c stage=nope says which stages there are, without a stack trace', async () => {
  const { ended, output } = runScript('bin/app.ts', [], {
    CDK_CONTEXT_JSON: JSON.stringify({ stage: 'nope' }),
  });
  expect(await ended).toBe(1);
  expect(output).toEqual({
    stdout: '',
    stderr: expect.stringMatching(/^No stage 'nope'.*local, dev, prod.*\n$/),
  });
});
