import { request } from 'node:http';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { awsAt, signedFetch } from '../../../tools/local/signed-fetch.ts';
import { local, s3 } from '../../contracts/shared/emulator.ts';
import { freshId } from '../../contracts/shared/samples.ts';
import { everyStack } from '../../lib/every-stack.ts';
import { testKeys } from '../../lib/test-keys.ts';
import { eventually } from '../shared/eventually.ts';

// biome-ignore lint/suspicious/noExplicitAny: CloudFormation resources have no types here.
type Resources = Record<string, any>;

const aws = awsAt(local.endpoint);

/** The emulator has no such resources, or no code for them. */
const substituted =
  /^(AWS::CloudFront::(PublicKey|KeyGroup)|Custom::ErrorPage|AWS::Lambda::Function|AWS::SSM::Parameter)$/;

const inCloudFront = (path: string, body: string): Promise<string> =>
  signedFetch(aws, {
    service: 'cloudfront',
    path: `/2020-05-31/${path}`,
    headers: { 'content-type': 'application/xml' },
    body,
  });

const idIn = (xml: string): string => /<Id>([^<]+)<\/Id>/.exec(xml)?.[1] ?? xml;

/** A key group by API, in place of the template's. */
const makeKeyGroup = async (): Promise<string> => {
  const name = freshId('key');
  const key = `<PublicKeyConfig><CallerReference>${name}</CallerReference><Name>${name}</Name><EncodedKey>${testKeys()[0]?.publicKey}</EncodedKey></PublicKeyConfig>`;
  const keyId = idIn(await inCloudFront('public-key', key));
  const group = `<KeyGroupConfig><Name>${name}</Name><Items><PublicKey>${keyId}</PublicKey></Items></KeyGroupConfig>`;
  return idIn(await inCloudFront('key-group', group));
};

const resourcesOf = (stack: string): Resources => everyStack()[stack]?.toJSON().Resources;

/** The files bucket with its policy, whose references the Delivery stack reads as parameters. */
const filesBucket = (): Resources =>
  Object.fromEntries(
    Object.entries(resourcesOf('data')).filter(([id]) => /^(Files|AccessLogs)/.test(id)),
  );

/** The Delivery stack and the bucket that it serves, as one template that the emulator takes. */
const deliveryTemplate = (keyGroupId: string): { Resources: Resources; Outputs: Resources } => {
  const files = filesBucket();
  const bucketId = Object.keys(files).find(
    (id) => files[id].Type === 'AWS::S3::Bucket' && id.startsWith('Files'),
  );
  const kept = Object.entries({ ...resourcesOf('delivery'), ...files }).filter(
    ([, { Type }]) => !substituted.test(Type),
  );
  const reference = (_: string, value: unknown): unknown => {
    const name = (value as { Ref?: string } | null)?.Ref;
    if (name?.startsWith('FromDataFiles'))
      return { 'Fn::GetAtt': [bucketId, 'RegionalDomainName'] };
    return name?.startsWith('KeysGroup') ? keyGroupId : value;
  };
  const text = JSON.stringify(Object.fromEntries(kept))
    .replaceAll('111111111111', '000000000000')
    .replaceAll('eu-central-1', local.region);
  const Resources: Resources = JSON.parse(text, reference);
  const idOf = (type: string, prefix = '') =>
    Object.keys(Resources).find((id) => Resources[id].Type === type && id.startsWith(prefix));
  const distribution = idOf('AWS::CloudFront::Distribution');
  return {
    Resources,
    Outputs: {
      id: { Value: { Ref: distribution } },
      domain: { Value: { 'Fn::GetAtt': [distribution, 'DomainName'] } },
      files: { Value: { Ref: bucketId } },
      pages: { Value: { Ref: idOf('AWS::S3::Bucket', 'ErrorPages') } },
    },
  };
};

const cloudFormation = (values: Record<string, string>): Promise<string> =>
  signedFetch(aws, {
    service: 'cloudformation',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...values, Version: '2010-05-15' }).toString(),
  });

const outputsIn = (xml: string): Record<string, string> =>
  Object.fromEntries(
    [...xml.matchAll(/<OutputKey>(\w+)<\/OutputKey>\s*<OutputValue>([^<]*)</g)].map(
      ([, key, value]) => [key, value],
    ),
  );

/** CDK's function for custom resources puts the error pages. Here the test does. */
const putErrorPages = async (bucket: string): Promise<void> => {
  const pages = Object.values(resourcesOf('delivery')).filter(
    ({ Type }) => Type === 'Custom::ErrorPage',
  );
  for (const { Properties } of pages) {
    const [start, , end] = Properties.Update['Fn::Join'][1];
    const { parameters } = JSON.parse(`${start}${bucket}${end}`);
    await s3.send(new PutObjectCommand(parameters));
  }
};

/** A deployed Delivery stack: its distribution and the names of its buckets. */
export type Deployment = { id: string; domain: string; files: string; pages: string };

/** Deploys the Delivery stack with a bucket of its own. Throws if CloudFormation rolls it back. */
export const deployDelivery = async (): Promise<Deployment> => {
  const StackName = freshId('delivery').replaceAll('_', '-');
  const template = deliveryTemplate(await makeKeyGroup());
  const capabilities = { 'Capabilities.member.1': 'CAPABILITY_NAMED_IAM' };
  await cloudFormation({
    Action: 'CreateStack',
    StackName,
    TemplateBody: JSON.stringify(template),
    ...capabilities,
  });
  const described = await eventually(`the stack ${StackName}`, async () => {
    const xml = await cloudFormation({ Action: 'DescribeStacks', StackName });
    if (/ROLLBACK|FAILED/.test(xml)) throw new Error(xml);
    return xml.includes('CREATE_COMPLETE') ? xml : undefined;
  });
  const deployment = outputsIn(described) as Deployment;
  await putErrorPages(deployment.pages);
  return deployment;
};

/** An answer of the distribution. */
export type Viewed = { status: number; headers: Record<string, string>; body: string };

/** Asks the distribution by its host name, by HTTPS unless `headers` say otherwise. */
export const view = async (
  { domain }: Deployment,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<Viewed> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(local.endpoint);
    const asked = request(
      { hostname, port, path: `/${path}`, method, headers: { ...headers, host: domain } },
      async (answer) => {
        const chunks: Buffer[] = [];
        for await (const chunk of answer) chunks.push(chunk);
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers as Record<string, string>,
          body: Buffer.concat(chunks).toString(),
        });
      },
    );
    asked.on('error', reject).end();
  });
