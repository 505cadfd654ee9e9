const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { root, validationCode } = require('../../scripts/bundle.cjs');

const inputs = ['environments/schema.json', 'settings/ajv.json', 'scripts/bundle.cjs', 'package-lock.json'];

/** The validation of environment files as the commands run it: compiled ahead, and once instead of in every suite. */
module.exports = {
  process: () => ({ code: validationCode(false) }),
  getCacheKey: () => {
    const hash = createHash('sha256');
    for (const file of inputs) hash.update(readFileSync(path.join(root, file))).update('\0');
    return hash.digest('hex');
  },
};
