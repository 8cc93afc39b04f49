package dev.sparkbench.runner.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * The course of a counter that only grows. It is known at some times; where it grew, it is taken to
 * have grown evenly. Times are milliseconds since 1970.
 */
final class CounterSeries {

  // Some minutes of constant growth in full detail; of a longer time, the detail halves each time.
  private static final int MAX_GROWTHS = 2_048;

  private final List<Growth> growths = new ArrayList<>();

  /** From a value to the next, in a stretch of time. */
  private record Growth(long start, long end, double from, double to) {

    /** The part of it that was over by then. */
    double until(long time) {
      if (time >= end) {
        return to - from;
      }
      return time <= start ? 0 : (to - from) * (time - start) / (end - start);
    }
  }

  /** A value that was seen then, and the time of the look before. */
  void add(long before, long seen, double value) {
    if (growths.isEmpty()) {
      // What it grew before nobody saw.
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

  /** By how much it grew in a stretch of time. */
  double between(long start, long end) {
    return growths.stream().mapToDouble(one -> one.until(end) - one.until(start)).sum();
  }

  /** The value that was seen last. */
  double last() {
    return growths.isEmpty() ? 0 : growths.get(growths.size() - 1).to();
  }
}
