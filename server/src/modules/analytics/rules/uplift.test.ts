import assert from 'node:assert/strict';
import { test } from 'node:test';
import { upliftOf, wilsonInterval, type Arm } from './uplift.ts';

const arm = (successes: number, assigned: number): Arm => ({ assigned, successes });
const points = (fraction: number): string => (fraction * 100).toFixed(1);

// Printed to one digit, in points. The first two are the published cases.
const UPLIFTS = [
  ['720/900 against 68/100', arm(720, 900), arm(68, 100), '12.0', '3.2', '22.0', '17.6', true],
  ['ten times as many narrow it', arm(7_200, 9_000), arm(680, 1_000), '12.0', '9.1', '15.1', '17.6', true],
  ['equal rates', arm(450, 900), arm(50, 100), '0.0', '-10.2', '10.2', '0.0', false],
  ['a harm is as conclusive as a gain', arm(680, 1_000), arm(7_200, 9_000), '-12.0', '-15.1', '-9.1', '-15.0', true],
  // Newcombe 1998, table II, method 10: 56/70 − 48/80, 9/10 − 3/10, 10/10 − 0/10.
  ['56/70 against 48/80', arm(56, 70), arm(48, 80), '20.0', '5.2', '33.4', '33.3', true],
  ['9/10 against 3/10', arm(9, 10), arm(3, 10), '60.0', '17.1', '80.9', '200.0', true],
  ['all against none stays inside one', arm(10, 10), arm(0, 10), '100.0', '60.8', '100.0', null, true],
  ['none in both', arm(0, 90), arm(0, 10), '0.0', '-27.8', '4.1', null, false],
] as const;
for (const [why, treated, heldOut, difference, low, high, relative, conclusive] of UPLIFTS) {
  test(`P4 uplift: ${why}`, () => {
    const uplift = upliftOf(treated, heldOut);
    assert.ok(uplift);
    assert.deepEqual(
      [points(uplift.difference), points(uplift.interval.low), points(uplift.interval.high), uplift.conclusive],
      [difference, low, high, conclusive],
    );
    assert.equal(uplift.relative === null ? null : points(uplift.relative), relative);
  });
}

const TOO_FEW = [
  ['nine held out', arm(80, 100), arm(9, 9)],
  ['nine treated', arm(9, 9), arm(80, 100)],
  ['nobody', arm(0, 0), arm(0, 0)],
] as const;
for (const [why, treated, heldOut] of TOO_FEW) {
  test(`P4 no uplift is said of fewer than ten: ${why}`, () => assert.equal(upliftOf(treated, heldOut), null));
}

// Wilson 1927 as tabled by Newcombe 1998 (one proportion, method 3).
const WILSON = [
  ['81/263', 81, 263, 0.2553, 0.3662],
  ['15/148', 15, 148, 0.0624, 0.1605],
  ['0/20', 0, 20, 0, 0.1611],
  ['1/29', 1, 29, 0.0061, 0.1718],
  ['29/29', 29, 29, 0.883, 1],
] as const;
for (const [why, successes, n, low, high] of WILSON) {
  test(`Wilson's interval: ${why}`, () => {
    const interval = wilsonInterval(successes, n);
    assert.deepEqual([interval.low.toFixed(4), interval.high.toFixed(4)], [low.toFixed(4), high.toFixed(4)]);
  });
}

test('the estimate lies in its interval, and the interval inside −1 to 1, for every outcome of small arms', () => {
  for (let treated = 0; treated <= 12; treated += 1) {
    for (let heldOut = 0; heldOut <= 10; heldOut += 1) {
      const uplift = upliftOf(arm(treated, 12), arm(heldOut, 10));
      assert.ok(uplift);
      const { low, high } = uplift.interval;
      assert.ok(
        -1 <= low && low <= uplift.difference && uplift.difference <= high && high <= 1,
        `${treated} ${heldOut}`,
      );
      const turned = upliftOf(arm(12 - treated, 12), arm(10 - heldOut, 10));
      assert.ok(turned && Math.abs(turned.interval.low + high) < 1e-12, 'counting failures turns it around');
    }
  }
});
