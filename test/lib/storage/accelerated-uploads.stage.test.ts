import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { propertiesOf, settingsIn, templatesOf } from '../synthesize.ts';

const stageWith = (accelerate?: boolean) => {
  const config = defaultConfig('dev');
  const uploads = { ...config.uploads, ...(accelerate !== undefined && { accelerate }) };
  return { ...config, uploads };
};

const accelerationOf = (accelerate?: boolean) => {
  const { data } = templatesOf(stageWith(accelerate));
  const buckets = propertiesOf(data, 'AWS::S3::Bucket').map(([, properties]) => properties);
  return buckets.flatMap(({ AccelerateConfiguration }) => AccelerateConfiguration ?? []);
};

describe('uploads.accelerate', () => {
  it('true: the uploads bucket alone is accelerated, and the signing function knows', () => {
    expect(accelerationOf(true)).toEqual([{ AccelerationStatus: 'Enabled' }]);
    expect(settingsIn(stageWith(true)).presign).toMatchObject({ isAccelerated: true });
  });

  it('false: what was on is suspended, because leaving the property out would not', () => {
    expect(accelerationOf(false)).toEqual([{ AccelerationStatus: 'Suspended' }]);
  });

  it('absent: the bucket stays as it is', () => {
    expect(accelerationOf()).toEqual([]);
    expect(settingsIn(stageWith()).presign).toMatchObject({ isAccelerated: false });
  });
});
