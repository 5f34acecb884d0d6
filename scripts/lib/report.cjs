'use strict';
// Collects what tests did and says it: a line per file, each failure in full; at the end the slowest, the skipped, the failed with the first lines of why, the counts.
const { inspect } = require('node:util');

/** Where only the end of the output is kept, it still says why. */
const FIRST_LINES = 12;

class Report {
  passed = 0;
  failed = [];
  skipped = [];
  timings = [];

  constructor(write = (line) => process.stdout.write(`${line}\n`)) {
    this.write = write;
  }

  pass(count = 1) {
    this.passed += count;
  }

  fail(name, error, output = '') {
    const why = describe(error);
    this.failed.push({ name, why });
    this.write(`\n✖ ${name}`);
    this.write(indent(why));
    if (output.trim()) this.write(indent(`— what it printed —\n${output.trim().slice(-10_000)}`));
    this.write('');
  }

  skip(name) {
    this.skipped.push(name);
  }

  file(name, { passed, failed, skipped, milliseconds }) {
    this.timings.push({ name, milliseconds });
    const counts = [`${passed} passed`, failed && `${failed} failed`, skipped && `${skipped} skipped`].filter(Boolean);
    this.write(`${failed ? '✖' : '✔'} ${seconds(milliseconds)}  ${name}: ${counts.join(', ')}`);
  }

  /** Ends with the line that scripts read. Gives the exit code. */
  end() {
    const slowest = this.timings.toSorted((a, b) => b.milliseconds - a.milliseconds).slice(0, 10);
    if (slowest.length > 1) {
      this.write('\nSlowest:');
      for (const { name, milliseconds } of slowest) this.write(`  ${seconds(milliseconds)}  ${name}`);
    }
    if (this.skipped.length > 0) {
      this.write('\nSkipped:');
      for (const name of this.skipped) this.write(`  ${name}`);
    }
    if (this.failed.length > 0) {
      this.write('\nFailed:');
      for (const { name, why } of this.failed) {
        this.write(`  ✖ ${name}`);
        this.write(indent(why.split('\n').slice(0, FIRST_LINES).join('\n')));
      }
    }
    const ran = this.passed + this.failed.length > 0;
    if (!ran) this.write('\nNo test ran.');
    this.write(`\n${this.passed} passed, ${this.failed.length} failed, ${this.skipped.length} skipped`);
    return this.failed.length > 0 || !ran ? 1 : 0;
  }
}

function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1).padStart(6)} s`;
}

/** The test runner wraps what was thrown: the cause is the thing itself. */
function describe(error) {
  const thrown = error?.code === 'ERR_TEST_FAILURE' && error.cause ? error.cause : error;
  return typeof thrown === 'string' ? thrown : inspect(thrown, { depth: 6, breakLength: 120 });
}

function indent(text) {
  return text.replaceAll(/^/gm, '    ');
}

module.exports = { Report };
