// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import java.time.Duration;

/** Pauses that double, up to a limit. */
final class Pauses {

  /** Waits during a pause. */
  @FunctionalInterface
  interface Sleeper {

    /** Returns after a pause of this length. */
    void sleep(Duration time) throws InterruptedException;
  }

  private final Duration first;
  private final Duration longest;
  private final Sleeper sleeper;
  private Duration next;

  /** Creates pauses with the first and the longest duration. */
  Pauses(Duration first, Duration longest, Sleeper sleeper) {
    this.first = first;
    this.longest = longest;
    this.sleeper = sleeper;
    this.next = first;
  }

  /** Pauses during which the thread sleeps. */
  static Pauses asleep(Duration first, Duration longest) {
    return new Pauses(first, longest, time -> Thread.sleep(time.toMillis()));
  }

  /** Makes a pause; the next one is twice as long. */
  void pause() throws InterruptedException {
    Duration now = next;
    Duration twice = now.multipliedBy(2);
    next = twice.compareTo(longest) > 0 ? longest : twice;
    sleeper.sleep(now);
  }

  /** Starts again with the first duration. */
  void restart() {
    next = first;
  }
}
