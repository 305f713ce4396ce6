import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { flatten, functionsOf, propertiesOf, templatesOf } from '../synthesize.ts';

const { service } = templatesOf(defaultConfig('prod'));
const queue = new Map(propertiesOf(service, 'AWS::SQS::Queue')).get('UploadArrivalsQueue');
const worker = functionsOf(service).get('check-upload');

describe('the worker that reads what arrived', () => {
  it('hears of every object below temp/ in the uploads bucket, from S3 itself', () => {
    const rule = new Map(propertiesOf(service, 'AWS::Events::Rule')).get(
      'UploadArrivalsArrivalRule',
    );
    const { source, 'detail-type': detailType, detail } = rule.EventPattern;
    expect([source, detailType, detail.object]).toEqual([
      ['aws.s3'],
      ['Object Created'],
      { key: [{ prefix: 'temp/' }] },
    ]);
    expect(detail.bucket.name.map(flatten)).toEqual(['<Data.Uploads>']);
    expect(rule).not.toHaveProperty('EventBusName');
  });

  it('hears of it a minute later: clients complete what they sent themselves', () => {
    expect(queue.DelaySeconds).toBe(60);
  });

  it('takes one message at a time and has 15 minutes for it; then the message comes again', () => {
    const mapping = new Map(propertiesOf(service, 'AWS::Lambda::EventSourceMapping')).get(
      'UploadArrivalscheckuploadFunctionMessages',
    );
    expect(mapping).toMatchObject({
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(worker.Timeout).toBe(900);
    expect(queue.VisibilityTimeout).toBeGreaterThan(worker.Timeout);
    expect(queue.RedrivePolicy.maxReceiveCount).toBe(5);
  });

  it('is asked by whoever completes an upload', () => {
    expect(
      flatten(functionsOf(service).get('uploads').Environment.Variables.ARRIVALS_QUEUE_URL),
    ).toBe('<UploadArrivalsQueue>');
  });

  it('leaves a completion as long as API Gateway waits', () => {
    expect(functionsOf(service).get('uploads').Timeout).toBe(30);
  });
});
