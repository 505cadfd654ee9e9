const { TestEnvironment: NodeEnvironment } = require('jest-environment-node');

/** The globals of node, for all test files of a worker: what the runtime beside it asks for. */
class SharedEnvironment extends NodeEnvironment {
  constructor(...args) {
    super(...args);
    this.exit = this.global.process.exit;
  }

  /** Takes back what a file's run has left in the globals; whatever stays would be called for each test of the next file. */
  async teardown() {
    this.global.process.exit = this.exit;
    delete this.global[Symbol.for('EVENT_HANDLERS')];
    this._globalProxy.leftovers = [];
  }
}

let shared;

/** Jest calls it with `new` for each file. */
module.exports = function environment(...args) {
  return (shared ??= new SharedEnvironment(...args));
};
