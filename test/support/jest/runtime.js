const { default: Runtime } = require('jest-runtime');

/** The runtime that holds every module but the test files, once per worker. */
let library;

/**
 * Loads a test file anew, and what it imports once per worker: loading and warming up the charts and the checks again for
 * each file takes longer than the tests. What tests share this way is modules whose only state are caches of pure
 * functions. It needs the environment beside it, as a module lives in the globals it was loaded with.
 */
module.exports = class SharedRuntime extends Runtime {
  constructor(...args) {
    super(...args);
    library ??= new Runtime(...args);
  }

  requireModuleOrMock(from, name) {
    const own = name === '@jest/globals' || this._resolution.isCoreModule(name);
    return own ? super.requireModuleOrMock(from, name) : library.requireModuleOrMock(from, name);
  }

  /** Of both, or a stack trace names lines of compiled code. */
  getSourceMaps() {
    const [own, others] = [super.getSourceMaps(), library.getSourceMaps()];
    return { get: (file) => own.get(file) ?? others.get(file), [Symbol.iterator]: () => [...own, ...others].values() };
  }
};
