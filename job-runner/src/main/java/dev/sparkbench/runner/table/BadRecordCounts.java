// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.BadRecords;
import java.util.List;

/**
 * The bad records of a dataset, as written into a run's document.
 *
 * @param policy the policy for them
 * @param records their number; with the policy Fail, there are none that the tasks read
 * @param malformed the number of those that are malformed: another number of fields than columns,
 *     or not JSON
 * @param columns the columns that have values of another type, those with most first
 * @param columnsLeftOut the number of further columns
 */
public record BadRecordCounts(
    BadRecords policy,
    long records,
    long malformed,
    List<ColumnCount> columns,
    int columnsLeftOut) {

  private static final int LISTED = 20;

  /**
   * A column with values of another type.
   *
   * @param name its name
   * @param type its type as DDL
   * @param values the number of such values
   */
  public record ColumnCount(String name, String type, long values) {}

  /** Replaces null by an empty list. */
  public BadRecordCounts {
    columns = columns == null ? List.of() : List.copyOf(columns);
  }

  static BadRecordCounts none(BadRecords policy) {
    return new BadRecordCounts(policy, 0, 0, List.of(), 0);
  }

  static BadRecordCounts of(
      BadRecords policy, long records, long malformed, List<ColumnCount> columns) {
    List<ColumnCount> listed = columns.stream().limit(LISTED).toList();
    return new BadRecordCounts(policy, records, malformed, listed, columns.size() - listed.size());
  }
}
