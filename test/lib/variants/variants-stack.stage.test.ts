import { describe, expect, it } from '@jest/globals';
import { defaultConfig, parseConfig } from '../../../lib/config.ts';
import { everyStack, everythingConfig } from '../every-stack.ts';
import { permissionsOf } from '../roles/permissions.ts';
import { flatten, functionsOf, propertiesOf, templatesOf } from '../synthesize.ts';

const { variants: template } = everyStack();
if (template === undefined) throw new Error('the stage has no Variants stack');

const prod = defaultConfig('prod');
const sizes = [{ name: 'thumbnail', widthPx: 320, heightPx: 320 }];
const rulesIn = (of: typeof template) =>
  propertiesOf(of, 'AWS::Events::Rule').map(([, { EventPattern }]) => EventPattern);

describe('the Variants stack', () => {
  it('is not there where no sizes are configured', () => {
    expect(templatesOf(prod).variants).toBeUndefined();
  });

  it('hears of tagged jobs, and where it is automatic of pictures and films', () => {
    const [jobs, uploads, ...others] = rulesIn(template);
    expect(jobs).toEqual({
      source: ['keepsake.jobs'],
      'detail-type': ['JobCreated'],
      detail: { tags: ['variants'] },
    });
    expect(uploads['detail-type']).toEqual(['UploadReceived', 'UploadPromoted']);
    expect(uploads.detail).toEqual({ contentType: [{ prefix: 'image/' }, { prefix: 'video/' }] });
    expect(others).toEqual([]);
    const { variants: onDemand } = templatesOf(
      parseConfig('prod', { ...prod, variants: { sizes } }),
    );
    expect(onDemand && rulesIn(onDemand)).toHaveLength(1);
  });

  it('draws one file at a time, in five runs at most, with the layer that the stage names', () => {
    const [[, mapping] = ['', undefined]] = propertiesOf(
      template,
      'AWS::Lambda::EventSourceMapping',
    );
    expect(mapping).toMatchObject({
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 5 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(functionsOf(template).get('make-variants')).toMatchObject({
      Architectures: ['arm64'],
      Layers: [everythingConfig.variants?.ffmpegLayerArn],
      MemorySize: 2048,
    });
  });

  it('writes temporary storage alone, and may start nothing but promotions and ends of jobs', () => {
    const role = flatten(functionsOf(template).get('make-variants').Role);
    const rights = permissionsOf(template, role);
    expect(rights.filter((right) => right.startsWith('s3:PutObject'))).toEqual([
      's3:PutObject <Data.Uploads>/temp/*',
    ]);
    expect(rights.filter((right) => /secretsmanager|states|sns|orders.*Put/i.test(right))).toEqual(
      [],
    );
  });
});

describe('a stage with variants', () => {
  const problems = (stage: object): string => {
    try {
      parseConfig('prod', { ...prod, ...stage });
      return 'none';
    } catch (error) {
      return (error as Error).message;
    }
  };
  const { processed: _none, ...categories } = prod.categories;

  it.each([
    ['needs-news', { variants: { sizes, automatic: true } }, 'uploads.announce'],
    ['needs-place', { variants: { sizes }, categories }, 'category processed'],
    ['one-name', { variants: { sizes: [...sizes, ...sizes] } }, 'a name of its own'],
    ['some-size', { variants: { sizes: [] } }, 'variants.sizes'],
    ['layer', { variants: { sizes, ffmpegLayerArn: 'ffmpeg' } }, 'ARN of a layer'],
    ['measures', { variants: { sizes: [{ ...sizes[0], widthPx: 9000 }] } }, '8,192'],
  ])('is refused: %s', (_, stage, words) => {
    expect(problems(stage)).toContain(words);
  });
});
