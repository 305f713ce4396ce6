import { describe, expect, it } from '@jest/globals';
import { createJob } from '../../../core/jobs/create-job.ts';
import { aWorkshop } from '../builders/jobs.ts';
import { arrived } from '../builders/records.ts';
import { alice } from '../builders/world.ts';

const shop = () => {
  const world = aWorkshop();
  arrived(world, 'upl_film');
  arrived(world, 'upl_words');
  return world;
};

const ids = { video_upload_id: 'upl_film', transcript_upload_id: 'upl_words' };

describe('a job as older clients describe it', () => {
  it('has the uploads it names as inputs, and its voice as metadata', async () => {
    expect(await createJob(shop(), alice, { ...ids, voice: 'anna' })).toMatchObject({
      title: 'Processing',
      inputs: { video: 'upl_film', transcript: 'upl_words' },
      metadata: { voice: 'anna' },
      onFinish: { inputs: 'keep', outputs: 'keep' },
    });
  });

  it('keeps what it says in today’s words', async () => {
    const said = {
      title: 'Dub',
      metadata: { lang: 'de' },
      onFinish: { inputs: 'delete', outputs: 'keep' },
    };
    expect(await createJob(shop(), alice, { ...ids, ...said, voice: 'anna' })).toMatchObject({
      ...said,
      metadata: { lang: 'de', voice: 'anna' },
    });
  });

  it('may say more than a job has, as it could before', async () => {
    const said = { ...ids, priority: 'high', callback_url: 'https://shop.example' };
    expect(await createJob(shop(), alice, said)).not.toHaveProperty('priority');
  });

  it('may write null for what it leaves out', async () => {
    const said = { video_upload_id: 'upl_film', transcript_upload_id: null, voice: null };
    const job = await createJob(shop(), alice, { ...said, description: null, inputs: null });
    expect(job).toMatchObject({ inputs: { video: 'upl_film' } });
    expect(job).not.toHaveProperty('metadata.voice');
  });

  it('is refused an upload that is not there', async () => {
    await expect(createJob(shop(), alice, { video_upload_id: 'upl_none' })).rejects.toThrow(
      'inputs.video',
    );
  });
});
