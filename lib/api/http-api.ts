import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import * as gateway from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
} from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { RouteName } from '../../core/route-functions.ts';
import { routes } from '../../core/routes.ts';
import type { Config } from '../config-schema.ts';
import type { NodeFunction } from '../shared/node-function.ts';
import type { ApiHandlers } from './api-handlers.ts';
import { addRoutes } from './api-routes.ts';
import { GradualRelease } from './gradual-release.ts';
import { routeKeysOf } from './route-keys.ts';
import type { OwnersFunction } from './route-stage.ts';

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

/** The limit of a public route that another construct adds, by its key. */
type OtherRoute = { route: gateway.HttpRoute; key: string; throttle: Config['throttle']['api'] };

type HttpApiProps = {
  config: Config;
  handlers: ApiHandlers<OwnersFunction>;
  /** The function that says who a caller is. */
  authorizer: NodeFunction;
  alerts: ITopic;
};

/**
 * The HTTP API with the routes of owners and the public. The Operators stack adds those of
 * operators; the stage deploys itself with every route that comes or goes.
 */
export class HttpApi extends Construct {
  readonly api: gateway.HttpApi;
  readonly authorizer: HttpLambdaAuthorizer;
  readonly stage: gateway.HttpStage;
  /** One line for every request, with its route. */
  readonly accessLogs: LogGroup;
  /** How new code gets its requests, where a stage is deployed gradually. */
  readonly release: GradualRelease | undefined;

  constructor(
    scope: Construct,
    id: string,
    { config, handlers, authorizer, alerts }: HttpApiProps,
  ) {
    super(scope, id);
    this.api = new gateway.HttpApi(this, 'Api', {
      createDefaultStage: false,
      // One address, whose certificate and TLS floor are ours.
      disableExecuteApiEndpoint: config.delivery.apiDomain !== undefined,
      corsPreflight: this.cors(config),
    });
    const { gradualDeployment: gradual } = config;
    this.release =
      gradual && new GradualRelease(this, 'Release', { gradual, watch: { api: this.api, alerts } });
    const live = this.live.bind(this);
    this.authorizer = this.authorizeBy(live(authorizer));
    const { api } = this;
    const added = addRoutes(api, { api, authorizer: this.authorizer, handlers, live });
    // The prefix keeps delivery out of CloudWatch's resource policies, of which an account has ten.
    this.accessLogs = new LogGroup(this, 'AccessLogs', {
      logGroupName: `/aws/vendedlogs/apigateway/keepsake-${config.stage}`,
      retention: config.retention.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stage = this.addStage(config);
    // A stage may only name routes that exist.
    this.stage.node.addDependency(...added);
  }

  /** A function as requests reach it: by an alias where a stage is deployed gradually. */
  live(handler: NodeFunction): IFunction {
    return (this.release?.aliasOf(handler) as IFunction | undefined) ?? handler.lambda;
  }

  /** Throttles a route that another construct added. */
  throttleRoute({ route, key, throttle }: OtherRoute): void {
    const stage = this.stage.node.defaultChild as gateway.CfnStage;
    stage.addPropertyOverride(`RouteSettings.${key.replaceAll('.', '\\.')}`, {
      ThrottlingRateLimit: throttle.ratePerSecond,
      ThrottlingBurstLimit: throttle.burst,
    });
    // A stage may only name routes that exist.
    this.stage.node.addDependency(route);
  }

  private cors({ allowedOrigins, challenge }: Config): gateway.CorsPreflightOptions {
    const { GET, HEAD, POST, PUT, DELETE } = gateway.CorsHttpMethod;
    return {
      allowOrigins: allowedOrigins,
      allowMethods: [GET, HEAD, POST, PUT, DELETE],
      allowHeaders: [
        ...['authorization', 'content-type', 'idempotency-key'],
        ...(challenge ? [challenge.header] : []),
      ],
      exposeHeaders: ['idempotent-replayed', 'retry-after'],
      maxAge: Duration.hours(1),
    };
  }

  private authorizeBy(handler: IFunction): HttpLambdaAuthorizer {
    return new HttpLambdaAuthorizer('Authorizer', handler, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['$request.header.Authorization'],
      // A revoked session stays good for at most this long.
      resultsCacheTtl: Duration.seconds(60),
    });
  }

  private addStage({ throttle }: Config): gateway.HttpStage {
    const stage = new gateway.HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: throttle.api.ratePerSecond, burstLimit: throttle.api.burst },
      accessLogSettings: {
        destination: new gateway.LogGroupLogDestination(this.accessLogs),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
    (stage.node.defaultChild as gateway.CfnStage).routeSettings = publicThrottles(throttle);
    return stage;
  }
}

// Public routes have limits of their own, so that a flood of them leaves the other routes alone.
const publicThrottles = ({ sessions, links }: Config['throttle']) =>
  Object.fromEntries([
    ...throttleOf(['createSession'], sessions),
    ...throttleOf(['followLink', 'linkQrSvg', 'linkQrPng'], links),
  ]);

const throttleOf = (
  names: readonly RouteName[],
  { ratePerSecond, burst }: Config['throttle']['api'],
) =>
  names
    .flatMap((name) => routeKeysOf(routes[name]))
    .map((key) => [key, { ThrottlingRateLimit: ratePerSecond, ThrottlingBurstLimit: burst }]);
