import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { problem } from '../fake-answers.ts';
import { NodeWorld } from '../node-world.ts';

let world: NodeWorld;
beforeEach(async () => {
  world = await new NodeWorld().start();
});
afterEach(() => world.stop());

const message = 'must not contain U+202E (right-to-left override): remove this character';

describe('the name of a file', () => {
  it('is announced as the file has it: the server alone knows what to leave out', async () => {
    const name = '\u05e9\u05dc\u05d5\u05dd\u200f.jpg';
    const { path } = await world.file(500, name);
    await world.client().upload(path, { category: 'photo' });
    expect(JSON.parse(world.api.seen[0]?.body ?? '{}')).toMatchObject({ filename: name });
  });

  it('that is refused ends the upload with the character that has to go', async () => {
    const { path } = await world.file(500, 'gpj.\u202etac.exe');
    world.api.fault = () =>
      problem(400, 'invalid-input', {
        detail: `filename: ${message}`,
        errors: [{ field: 'filename', message }],
      });
    await expect(world.client().upload(path, { category: 'photo' })).rejects.toMatchObject({
      message: `filename: ${message}`,
      errors: [{ field: 'filename', message }],
    });
    expect(world.api.seen).toHaveLength(1);
  });
});
