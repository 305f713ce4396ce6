import * as gateway from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Construct } from 'constructs';
import type { HttpApi } from './http-api.ts';

type ApiDomainProps = { name: string; certificateArn: string; http: HttpApi };

/**
 * The API under its own domain name. Printed links must not hold an AWS host name, which belongs to
 * one API of one account.
 */
export class ApiDomain extends Construct {
  /** Target of the domain's CNAME or alias record. */
  readonly target: string;

  constructor(scope: Construct, id: string, { name, certificateArn, http }: ApiDomainProps) {
    super(scope, id);
    const domainName = new gateway.DomainName(this, 'Name', {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      securityPolicy: gateway.SecurityPolicy.TLS_1_2,
    });
    new gateway.ApiMapping(this, 'Mapping', { api: http.api, domainName, stage: http.stage });
    this.target = domainName.regionalDomainName;
  }
}
