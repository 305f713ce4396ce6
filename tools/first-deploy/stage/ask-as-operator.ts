import type { DeployedStage } from './deployed-stage.ts';
import { invokeFunction } from './invoke-function.ts';

/** The name of this script in the record of operators' acts. */
const actor = 'first-deploy';

/** One request of an operator to a function behind the API. */
export type OperatorRequest = {
  /** Path of the function in its stack, e.g. `Handlers/batches`. */
  handler: string;
  /** As API Gateway names it, e.g. `GET /batches/{id}`. */
  routeKey: string;
  id?: string;
  query?: Readonly<Record<string, string>>;
  body?: object;
};

type Answer = { statusCode: number; body?: string };

/**
 * A function's answer to a member of the admin group. The script invokes the function as the
 * gateway would, because it has no operator's token where the stage has an issuer of its own.
 */
export const askAsOperator = async <Body>(
  stage: DeployedStage,
  { handler, routeKey, id, query, body }: OperatorRequest,
): Promise<{ status: number; body: Body }> => {
  const lambda = { ownerId: actor, admin: true, worker: false };
  const answer = await invokeFunction<Answer>(stage, handler, {
    routeKey,
    ...(id !== undefined && { pathParameters: { id } }),
    ...(query && { queryStringParameters: query }),
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    requestContext: { domainName: 'first-deploy.invalid', authorizer: { lambda } },
  });
  return { status: answer.statusCode, body: JSON.parse(answer.body ?? 'null') as Body };
};
