package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.BadRecords;
import java.util.List;

/**
 * What a run's document says about the bad records of a dataset.
 *
 * @param policy what was to happen to them
 * @param records how many there are; with the policy Fail none that the tasks came upon
 * @param malformed how many of them are no record of the format: another number of fields than
 *     columns, or no JSON
 * @param columns the columns that have values of another type, those with most first
 * @param columnsLeftOut how many more there are
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
   * @param values how many such values it has
   */
  public record ColumnCount(String name, String type, long values) {}

  /** Null is empty. */
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
