// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.loss;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How the slots' time was used in one measured window, or on average over several.
 *
 * @param seconds slot-seconds of each use, none negative; together nodes × cores × wall time
 */
public record SlotTime(Map<SlotUse, Double> seconds) {

  /** Copies the seconds; a missing use took 0. */
  public SlotTime {
    Map<SlotUse, Double> all = new EnumMap<>(SlotUse.class);
    for (SlotUse use : SlotUse.values()) {
      double value = seconds.getOrDefault(use, 0.0);
      if (!(value >= 0) || !Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "slot-seconds must be 0 or more, not %s for %s".formatted(value, use.wireName()));
      }
      all.put(use, value);
    }
    seconds = all;
  }

  /** The mean of several windows, use by use. */
  public static SlotTime mean(List<SlotTime> windows) {
    Map<SlotUse, Double> mean = new EnumMap<>(SlotUse.class);
    for (SlotUse use : SlotUse.values()) {
      mean.put(
          use,
          windows.stream()
              .mapToDouble(window -> window.of(use))
              .average()
              .orElseThrow(() -> new IllegalArgumentException("no windows to average")));
    }
    return new SlotTime(mean);
  }

  /** The same shares of another total, in slot-seconds. */
  public SlotTime scaledTo(double total) {
    double factor = total / total();
    Map<SlotUse, Double> scaled = new EnumMap<>(SlotUse.class);
    seconds.forEach((use, value) -> scaled.put(use, value * factor));
    return new SlotTime(scaled);
  }

  /** Slot-seconds of one use. */
  public double of(SlotUse use) {
    return seconds.get(use);
  }

  /** All slot-seconds, which are what was paid for. */
  public double total() {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Slot-seconds in which the slot ran a task, Spark's {@code executorRunTime}. */
  public double work() {
    return seconds.entrySet().stream()
        .filter(entry -> entry.getKey().isWork())
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** The share of the slots' time in which they ran tasks. */
  public double utilisation() {
    return work() / total();
  }
}
