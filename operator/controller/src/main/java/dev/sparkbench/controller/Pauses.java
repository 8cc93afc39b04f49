// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import java.time.Duration;

/** Pauses that double, up to a limit. */
final class Pauses {

  /** Spends the time of a pause. */
  @FunctionalInterface
  interface Sleeper {

    /** Returns after that time. */
    void sleep(Duration time) throws InterruptedException;
  }

  private final Duration first;
  private final Duration longest;
  private final Sleeper sleeper;
  private Duration next;

  /** Pauses of that length, at first and at last. */
  Pauses(Duration first, Duration longest, Sleeper sleeper) {
    this.first = first;
    this.longest = longest;
    this.sleeper = sleeper;
    this.next = first;
  }

  /** Pauses that are spent asleep. */
  static Pauses asleep(Duration first, Duration longest) {
    return new Pauses(first, longest, time -> Thread.sleep(time.toMillis()));
  }

  /** Spends one; the next one is twice as long. */
  void pause() throws InterruptedException {
    Duration now = next;
    Duration twice = now.multipliedBy(2);
    next = twice.compareTo(longest) > 0 ? longest : twice;
    sleeper.sleep(now);
  }

  /** The next one is the first again. */
  void restart() {
    next = first;
  }
}
