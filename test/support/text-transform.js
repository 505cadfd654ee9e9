const { readFileSync } = require('node:fs');

/** Imports of `.sql`, `.sh`, `.pl`, `.py` and `.tsv` files are their text, as in the bundle; jest's own text has lost a `#!` line. */
module.exports = {
  process: (_text, file) => ({
    code: `module.exports = { __esModule: true, default: ${JSON.stringify(readFileSync(file, 'utf8'))} };`,
  }),
};
