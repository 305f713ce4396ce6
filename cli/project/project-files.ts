/** Answers that make a new project: its stage's name and the origin of its site. */
export type Project = { stage: string; origin: string; version: string };

// Tried together with this version; test/cli/project compares them with package.json.
const awsCdkLib = '2.275.0';
const awsCdk = '2.1148.1';
const constructs = '10.8.1';

const app = `import { Keepsake } from '@keepsake/cdk';
import { App } from 'aws-cdk-lib';
import { config } from './keepsake.config.ts';

const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
new Keepsake(new App(), 'Keepsake', { env: { account, region }, ...config });
`;

/** Names and texts of the five files of a new project. */
export const projectFiles = (project: Project): Readonly<Record<string, string>> => ({
  'keepsake.config.ts': config(project),
  'app.ts': app,
  'package.json': packageJson(project),
  'cdk.json': `${JSON.stringify({ app: 'node app.ts' }, null, 2)}\n`,
  '.gitignore': 'node_modules/\ncdk.out/\n',
});

const config = ({
  stage,
  origin,
}: Project): string => `import type { KeepsakeProps } from '@keepsake/cdk';

/** Every setting has a default: node_modules/@keepsake/cdk/settings.md lists them. */
export const config: KeepsakeProps = {
  stage: '${stage}',
  // npx keepsake --stage ${stage} finds the stacks by this prefix.
  stackPrefix: 'Keepsake-${stage}',
  // Pages of these origins may send files.
  allowedOrigins: ['${origin}'],
  // Alarms are sent to these addresses.
  alertEmails: [],
  // S3 serves the files by signed URLs. CloudFront needs signing keys: deliveryKeys.
  delivery: { enabled: false },
};
`;

const packageJson = ({ stage, version }: Project): string =>
  `${JSON.stringify(
    {
      name: `keepsake-${stage}`,
      private: true,
      type: 'module',
      engines: { node: '>=24' },
      scripts: {
        'deploy:first': 'cdk deploy --all -c firstDeployment=true',
        deploy: 'cdk deploy --all',
        synth: 'cdk synth --quiet',
      },
      dependencies: { '@keepsake/cdk': version, 'aws-cdk-lib': awsCdkLib, constructs },
      devDependencies: { 'aws-cdk': awsCdk, keepsake: version },
    },
    null,
    2,
  )}\n`;
