// Node's own type stripping, so that tests run the very syntax production runs. Line and column
// stay where they are.
import { stripTypeScriptTypes } from 'node:module';

export default {
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
};
