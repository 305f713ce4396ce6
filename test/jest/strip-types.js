// Node's own type stripping, so that tests run the very syntax production runs; line and column stay where they are.
import { stripTypeScriptTypes } from 'node:module';

export default {
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
};
