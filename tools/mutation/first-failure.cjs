const { TestEnvironment } = require('jest-environment-node');

/** Skips the tests of a file after the first that fails: one is enough to notice a mutant. */
module.exports = class FirstFailure extends TestEnvironment {
  #hasFailed = false;

  async handleTestEvent(event) {
    if (event.name === 'test_start' && this.#hasFailed) event.test.mode = 'skip';
    if (event.name === 'test_done' && event.test.errors.length > 0) this.#hasFailed = true;
    if (event.name === 'hook_failure') this.#hasFailed = true;
  }
};
