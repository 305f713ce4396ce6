import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import * as gateway from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
} from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { routes } from '../../core/contract.ts';
import type { Config } from '../config-schema.ts';
import type { ApiHandlers } from './api-handlers.ts';

type RouteName = keyof typeof routes;

// Ids and figures only: a path may carry a link's token, a header a person's.
const accessLogFields = {
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  bytes: '$context.responseLength',
  ip: '$context.identity.sourceIp',
  authorizerError: '$context.authorizer.error',
  integrationError: '$context.integrationErrorMessage',
};

const throttleOf = (
  names: readonly RouteName[],
  { ratePerSecond, burst }: Config['throttle']['api'],
) =>
  names.map((name) => [
    `${routes[name].method} ${routes[name].path}`,
    { ThrottlingRateLimit: ratePerSecond, ThrottlingBurstLimit: burst },
  ]);

// What anyone may call is limited on its own, so that a flood of it leaves the rest of the API
// alone.
const publicThrottles = ({ sessions, links }: Config['throttle']) =>
  Object.fromEntries([
    ...throttleOf(['createSession'], sessions),
    ...throttleOf(['followLink', 'linkQrSvg', 'linkQrPng'], links),
  ]);

/** The HTTP API: every route asks the authorizer, except those the contract calls public. */
export class HttpApi extends Construct {
  readonly api: gateway.HttpApi;
  readonly stage: gateway.HttpStage;

  constructor(
    scope: Construct,
    id: string,
    { config, handlers }: { config: Config; handlers: ApiHandlers },
  ) {
    super(scope, id);
    this.api = new gateway.HttpApi(this, 'Api', {
      createDefaultStage: false,
      corsPreflight: this.cors(config),
    });
    const authorizer = this.authorizer(handlers);
    const added = (Object.keys(routes) as RouteName[]).flatMap((name) =>
      this.addRoute(name, handlers, authorizer),
    );
    this.stage = this.addStage(config);
    // A stage may only name routes that exist.
    this.stage.node.addDependency(...added);
  }

  private cors({ allowedOrigins }: Config): gateway.CorsPreflightOptions {
    const { GET, POST, PUT, DELETE } = gateway.CorsHttpMethod;
    return {
      allowOrigins: allowedOrigins,
      allowMethods: [GET, POST, PUT, DELETE],
      allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
      exposeHeaders: ['idempotent-replayed', 'retry-after'],
      maxAge: Duration.hours(1),
    };
  }

  private authorizer({ authorizer }: ApiHandlers): HttpLambdaAuthorizer {
    return new HttpLambdaAuthorizer('Authorizer', authorizer.lambda, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['$request.header.Authorization'],
      // A revoked session stays good for at most this long.
      resultsCacheTtl: Duration.seconds(60),
    });
  }

  private addRoute(
    name: RouteName,
    { byRoute }: ApiHandlers,
    authorizer: HttpLambdaAuthorizer,
  ): gateway.HttpRoute[] {
    const { method, path, access } = routes[name];
    const isPublic = access === 'public';
    const added = this.api.addRoutes({
      path,
      methods: [gateway.HttpMethod[method]],
      integration: new HttpLambdaIntegration(name, byRoute[name].lambda),
      authorizer: isPublic ? new gateway.HttpNoneAuthorizer() : authorizer,
    });
    if (isPublic) {
      const reason =
        'Anyone may start a session or follow a printed link; each of these routes is ' +
        'throttled on its own.';
      for (const route of added)
        Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason });
    }
    return added;
  }

  private addStage({ throttle, retention }: Config): gateway.HttpStage {
    const logs = new LogGroup(this, 'AccessLogs', {
      retention: retention.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new gateway.HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: throttle.api.ratePerSecond, burstLimit: throttle.api.burst },
      accessLogSettings: {
        destination: new gateway.LogGroupLogDestination(logs),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
    (stage.node.defaultChild as gateway.CfnStage).routeSettings = publicThrottles(throttle);
    return stage;
  }
}
