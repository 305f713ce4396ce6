import { createServer, type ServerResponse } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { hangUp, listen } from '../../listening.ts';
import { runScript } from '../../run-script.ts';

/** Runs a deployment of `prod` against an AWS that answers everything alike. */
const deployAgainst = async (answer: (response: ServerResponse) => void) => {
  const aws = createServer((_request, response) => answer(response));
  const run = runScript('tools/deploy/main.ts', ['--stage', 'prod'], {
    AWS_ENDPOINT_URL: await listen(aws),
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_MAX_ATTEMPTS: '1',
  });
  const code = await run.ended;
  await hangUp(aws);
  return { code, stderr: run.output.stderr.trim().split('\n') };
};

describe('a deployment that AWS does not let begin', () => {
  it('ends in one line that names the missing right', async () => {
    const ended = await deployAgainst((response) =>
      response
        .writeHead(403, { 'content-type': 'text/xml' })
        .end(
          '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
        ),
    );
    expect(ended).toEqual({
      code: 2,
      stderr: ['AWS refused cloudformation:DescribeStacks: no.'],
    });
  });

  it('ends in one line while AWS does not answer', async () => {
    const ended = await deployAgainst((response) => response.destroy());
    expect(ended).toEqual({
      code: 2,
      stderr: [expect.stringMatching(/^Could not call .* Try the same again later\.$/)],
    });
  });
});
