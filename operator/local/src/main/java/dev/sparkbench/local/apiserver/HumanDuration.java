// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import java.time.Duration;

/** Durations as tables show them: {@code 45s}, {@code 5m30s}, {@code 3h}, {@code 2d4h}. */
final class HumanDuration {

  private static final long DAYS_OF_YEAR = 365;

  private HumanDuration() {}

  static String of(Duration duration) {
    // Clocks may differ a little.
    long seconds = Math.max(0, duration.toSeconds());
    long minutes = duration.toMinutes();
    long hours = duration.toHours();
    long days = duration.toDays();
    if (seconds < 120) {
      return seconds + "s";
    } else if (minutes < 10) {
      return two(minutes, "m", seconds % 60, "s");
    } else if (minutes < 180) {
      return minutes + "m";
    } else if (hours < 8) {
      return two(hours, "h", minutes % 60, "m");
    } else if (hours < 48) {
      return hours + "h";
    } else if (days < 8) {
      return two(days, "d", hours % 24, "h");
    } else if (days < 2 * DAYS_OF_YEAR) {
      return days + "d";
    }
    return two(days / DAYS_OF_YEAR, "y", days % DAYS_OF_YEAR, "d");
  }

  private static String two(long large, String unit, long small, String smallUnit) {
    return large + unit + (small == 0 ? "" : small + smallUnit);
  }
}
