/**
 * AWS list prices for us-east-1 in US dollars, on demand, as written down on 2026-11-21 (from the
 * issue and its brief, not fetched from AWS): no free tier, no volume or contract discount. Check
 * them before a budget depends on them; this file is the only place that holds any.
 */
export const prices = {
  readOn: '2026-11-21',
  /** Step Functions, standard workflow, one state transition. */
  transition: 25e-6,
  /** Lambda on arm64, one GB for one second; billed per millisecond. */
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 0.2e-6,
  /** S3 COPY, PUT, POST, LIST. */
  s3Write: 5e-6,
  /** S3 HEAD, GET and the rest. */
  s3Read: 0.4e-6,
  /** DynamoDB on demand: a write unit (1 KB; two in a transaction), a consistent read (4 KB). */
  writeUnit: 0.625e-6,
  readUnit: 0.125e-6,
  /** EventBridge, one custom event. */
  event: 1e-6,
  sqsRequest: 0.4e-6,
  /** AWS WAF: a web ACL and each of its rules a month, and one request. */
  webAcl: 5,
  webAclRule: 1,
  wafRequest: 0.6e-6,
  /** CloudFront in the US, one HTTPS request ($1.20 a million in Europe); one run of a function. */
  cdnRequest: 1e-6,
  cdnFunction: 0.1e-6,
  /** GuardDuty Malware Protection for S3. */
  scanObject: 0.215e-3,
  scanGb: 0.09,
} as const;
