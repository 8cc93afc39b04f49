// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.profile;

import java.util.List;

/**
 * The most frequent values of a column.
 *
 * @param entries the most frequent first
 * @param error the largest amount by which a count may be too low; it is never too high
 */
public record TopValues(List<Entry> entries, long error) {

  /**
   * A value.
   *
   * @param value long texts are cut and end in …; long binaries are cut
   * @param hash of the whole value if it was cut, because two values may begin alike; otherwise
   *     null
   * @param count the number of occurrences, at least
   */
  public record Entry(Object value, Long hash, long count) {}
}
