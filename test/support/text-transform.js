/** Imports of `.sql` and `.sh` files are their text, as in the bundle. */
module.exports = {
  process: (text) => ({ code: `module.exports = { __esModule: true, default: ${JSON.stringify(text)} };` }),
};
