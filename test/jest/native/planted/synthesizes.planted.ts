import { expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';

it('makes an app', () => {
  expect(new App()).toBeDefined();
});
