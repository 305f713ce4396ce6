import { bulkDemands } from '../../../bench/aws-model/bulk.ts';
import { orderDemands } from '../../../bench/aws-model/orders.ts';
import type { Demand, Quota } from '../../../bench/aws-model/quotas.ts';
import { readRecordedFile } from '../../../bench/aws-model/recorded-order.ts';
import { factsOf } from '../../../bench/aws-model/stage-facts.ts';
import type { StageTemplates } from './stage-templates.ts';

// biome-ignore lint/suspicious/noExplicitAny: CloudFormation properties have no types here.
type Properties = any;

/** Resources of a type. */
export const count =
  (type: string) =>
  (templates: StageTemplates): number =>
    every(templates, type).length;

const every = (templates: StageTemplates, type: string): Properties[] =>
  Object.values(templates).flatMap((template) =>
    Object.values(template.findResources(type)).map(({ Properties = {} }) => Properties),
  );

/** Resources of a type that belong together, at most. */
export const largestGroup =
  (type: string, group: (properties: Properties) => unknown) =>
  (templates: StageTemplates): number => {
    const counts = new Map<string, number>();
    for (const properties of every(templates, type)) {
      const key = JSON.stringify(group(properties));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return Math.max(0, ...counts.values());
  };

/** Requests a second that the throttle of a route lets through. */
export const throttleOf = (templates: StageTemplates): number =>
  Math.max(
    0,
    ...every(templates, 'AWS::ApiGatewayV2::Stage').map(
      ({ DefaultRouteSettings }) => DefaultRouteSettings?.ThrottlingRateLimit ?? 0,
    ),
  );

/** Messages of one queue that its consumer works on at once. */
export const inFlight = (templates: StageTemplates): number =>
  Math.max(
    0,
    ...every(templates, 'AWS::Lambda::EventSourceMapping').map(
      ({ ScalingConfig, BatchSize = 1 }) => (ScalingConfig?.MaximumConcurrency ?? 0) * BatchSize,
    ),
  );

/** A second, by the model of AWS's quotas. */
export const rateOf =
  (quota: Quota) =>
  (templates: StageTemplates): number =>
    Math.ceil(
      Math.max(
        0,
        ...demandsOf(templates)
          .filter((demand) => demand.quota === quota)
          .map(({ demand }) => demand),
      ),
    );

/** What docs/deploying.md promises of the defaults, and a migration at scale where there is one. */
const demandsOf = (templates: StageTemplates): Demand[] => {
  const { service, operators } = templates;
  if (!service || !operators) return [];
  const facts = factsOf({ service, operators });
  return [...orderDemands({ facts, recorded: readRecordedFile() }), ...bulkDemands(facts)];
};
