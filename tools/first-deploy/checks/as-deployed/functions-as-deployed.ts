import { type Check, expectEqual, expectThat } from '../../check.ts';
import type { DeployedStage } from '../../stage/deployed-stage.ts';

type Configuration = { Environment?: { Variables?: Record<string, string> } };
type Mappings = { EventSourceMappings: { UUID: string; State: string }[] };

/** Variables that must be what an output says: a value between stacks that did not arrive. */
const toldBy = {
  UPLOADS_BUCKET: 'uploadsBucket',
  FILES_BUCKET: 'filesBucket',
  UPLOADS_TABLE: 'uploadsTable',
  ORDERS_TABLE: 'ordersTable',
  SESSIONS_TABLE: 'sessionsTable',
  LINKS_TABLE: 'linksTable',
  BATCHES_TABLE: 'batchesTable',
  JOBS_TABLE: 'jobsTable',
  STATS_TABLE: 'statsTable',
  QUOTAS_TABLE: 'quotasTable',
  ERASURES_TABLE: 'erasuresTable',
  EVENT_BUS_NAME: 'eventBusName',
  ALERT_TOPIC_ARN: 'alertTopicArn',
} as const satisfies Record<string, keyof DeployedStage>;

const ask = async <Answer>({ operator }: DeployedStage, path: string): Promise<Answer> =>
  JSON.parse(await operator.call({ service: 'lambda', method: 'GET', path })) as Answer;

const namesOf = ({ resources }: DeployedStage, type: string): string[] =>
  resources.filter((resource) => resource.type === type).map(({ physicalId }) => physicalId);

/** Checks of the functions of the stacks Service and Operators. */
export const functionChecks: readonly Check[] = [
  {
    name: 'every function is told what the outputs say',
    remedy: 'deploy with --all: a value of another stack has not arrived',
    async run(stage) {
      const names = namesOf(stage, 'AWS::Lambda::Function');
      for (const name of names) {
        const path = `/2015-03-31/functions/${name}/configuration`;
        const { Environment = {} } = await ask<Configuration>(stage, path);
        for (const [variable, output] of Object.entries(toldBy)) {
          const told = Environment.Variables?.[variable];
          if (told !== undefined) expectEqual(`${variable} of ${name}`, told, stage[output]);
        }
      }
      return `${names.length} functions`;
    },
  },
  {
    name: 'every queue and stream feeds its function',
    remedy: 'deploy again: somebody disabled an event source mapping',
    async run(stage) {
      const ids = namesOf(stage, 'AWS::Lambda::EventSourceMapping');
      const path = '/2015-03-31/event-source-mappings/';
      const { EventSourceMappings } = await ask<Mappings>(stage, path);
      const idle = ids.filter(
        (id) => EventSourceMappings.find(({ UUID }) => UUID === id)?.State !== 'Enabled',
      );
      expectThat(idle.length === 0, `not enabled: ${idle.join(', ')}`);
      return `${ids.length} mappings`;
    },
  },
];
