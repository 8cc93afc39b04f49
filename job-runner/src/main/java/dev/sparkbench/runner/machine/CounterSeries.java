// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * The values of a growing counter over time. They are known at the times of readings; between
 * these, the counter is interpolated linearly. Times are milliseconds since 1970.
 */
final class CounterSeries {

  // Full detail for some minutes of constant growth; when it is full, neighbouring steps are
  // merged.
  private static final int MAX_GROWTHS = 2_048;

  private final List<Growth> growths = new ArrayList<>();

  /** A growth within a period. */
  private record Growth(long start, long end, double from, double to) {

    /** The part of the growth before a time. */
    double until(long time) {
      if (time >= end) {
        return to - from;
      }
      return time <= start ? 0 : (to - from) * (time - start) / (end - start);
    }
  }

  /** Adds a value that was read at a time, and the time of the reading before it. */
  void add(long before, long seen, double value) {
    if (growths.isEmpty()) {
      // The growth before the first reading is unknown.
      growths.add(new Growth(seen, seen, value, value));
      return;
    }
    Growth last = growths.get(growths.size() - 1);
    if (value > last.to()) {
      long start = Math.max(last.end(), before);
      growths.add(new Growth(start, Math.max(start, seen), last.to(), value));
      if (growths.size() > MAX_GROWTHS) {
        mergePairs();
      }
    }
  }

  private void mergePairs() {
    List<Growth> merged = new ArrayList<>();
    for (int i = 0; i < growths.size(); i += 2) {
      Growth first = growths.get(i);
      Growth second = growths.get(Math.min(i + 1, growths.size() - 1));
      merged.add(new Growth(first.start(), second.end(), first.from(), second.to()));
    }
    growths.clear();
    growths.addAll(merged);
  }

  /** The growth within a period. */
  double between(long start, long end) {
    return growths.stream().mapToDouble(one -> one.until(end) - one.until(start)).sum();
  }

  /** The last value read. */
  double last() {
    return growths.isEmpty() ? 0 : growths.get(growths.size() - 1).to();
  }
}
