import { beforeAll, describe, expect, it } from '@jest/globals';
import { awsAt, signedFetch } from '../../../tools/local/signed-fetch.ts';
import { freshId } from '../../contracts/shared/samples.ts';
import { deployed, functions } from '../shared/deployed.ts';

const aws = awsAt(deployed.endpoint);

const lambda = async (method: string, path: string, body?: object) =>
  JSON.parse(
    await signedFetch(aws, {
      service: 'lambda',
      method,
      path: `/2015-03-31/functions${path}`,
      ...(body && { body: JSON.stringify(body) }),
    }),
  );

const iam = (values: Record<string, string>): Promise<string> =>
  signedFetch(aws, {
    service: 'iam',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...values, Version: '2010-05-08' }).toString(),
  });

type Statement = { Action: string | string[] };

/** The statements of the deployed role, as CloudFormation made them. */
const statementsOf = async (RoleName: string): Promise<Statement[]> => {
  const answer = await iam({ Action: 'GetRolePolicy', RoleName, PolicyName: 'own' });
  const document = /<PolicyDocument>([^<]*)</.exec(answer)?.[1] ?? '';
  return JSON.parse(decodeURIComponent(document)).Statement;
};

const without = (action: string, statements: readonly Statement[]): Statement[] =>
  statements
    .map((each) => ({ ...each, Action: [each.Action].flat().filter((one) => one !== action) }))
    .filter(({ Action }) => Action.length > 0);

const makeRole = async (statements: readonly Statement[]): Promise<string> => {
  const RoleName = freshId('role');
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  const document = (Statement: unknown) => JSON.stringify({ Version: '2012-10-17', Statement });
  const made = await iam({
    Action: 'CreateRole',
    RoleName,
    AssumeRolePolicyDocument: document(trust),
  });
  await iam({
    Action: 'PutRolePolicy',
    RoleName,
    PolicyName: 'own',
    PolicyDocument: document(statements),
  });
  return /<Arn>([^<]+)</.exec(made)?.[1] ?? made;
};

/** The deployed `sessions` with its code, and with another role. */
const copyWith = async (role: (statements: Statement[]) => Statement[]): Promise<string> => {
  const found = (await functions()).find(({ Description }) => Description === 'Keepsake: sessions');
  const { Configuration, Code } = await lambda('GET', `/${found?.FunctionName}`);
  const { Runtime, Handler, Architectures, Environment, Role } = Configuration;
  const zip = Buffer.from(await (await fetch(Code.Location)).arrayBuffer()).toString('base64');
  const FunctionName = freshId('sessions');
  await lambda('POST', '', {
    FunctionName,
    Runtime,
    Handler,
    Architectures,
    Environment,
    Role: await makeRole(role(await statementsOf(Role.split('/').at(-1)))),
    Code: { ZipFile: zip },
  });
  return FunctionName;
};

const request = {
  version: '2.0',
  routeKey: 'POST /sessions',
  rawPath: '/sessions',
  headers: {},
  requestContext: { http: { method: 'POST', path: '/sessions', sourceIp: '127.0.0.1' } },
  isBase64Encoded: false,
};

const statusOf = async (name: string): Promise<number> =>
  (await lambda('POST', `/${name}/invocations`, request)).statusCode;

describe('the emulator enforces roles', () => {
  let [whole, lacking]: string[] = [];
  beforeAll(async () => {
    whole = await copyWith((statements) => statements);
    lacking = await copyWith((statements) => without('dynamodb:PutItem', statements));
  });

  it('a function with its role’s statements does its work', async () => {
    expect(await statusOf(`${whole}`)).toBe(201);
  });

  it('the same function without one grant fails', async () => {
    expect(await statusOf(`${lacking}`)).toBe(500);
  });
});
