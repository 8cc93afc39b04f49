// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;

/**
 * Finds texts in columns that are numbers according to the sample: Spark silently reads {@code
 * 02139} as 2139, see {@link NumbersAsTexts}. The sample may contain no such text, so a separate
 * pass searches for them, once per benchmark. It costs as much as another pass over the data.
 *
 * @param uri the dataset
 * @param sample the sample from which types were inferred
 * @param columns the columns that are numbers according to the sample; may be empty
 * @param parts the records, with these columns as texts; in the same order as in the objects
 */
record UnseenTexts(String uri, Sample sample, List<StructField> columns, List<Dataset<Row>> parts) {

  /** The largest number of columns in a message. */
  private static final int NAMED = 5;

  /**
   * Searches for such texts.
   *
   * @throws RunFailure {@code MalformedData} with the columns that have such texts
   */
  void requireNone() {
    if (columns.isEmpty()) {
      return;
    }
    long[] counts = new long[columns.size()];
    for (Dataset<Row> part : parts) {
      Row row = count(part);
      for (int i = 0; i < counts.length; i++) {
        counts[i] += row.getLong(i);
      }
    }
    List<String> found = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        found.add(
            "column '%s' has %d value%s of a kind such as 02139 or 1d, which %s would change, its type by a sample of %d records"
                .formatted(
                    columns.get(i).name(),
                    counts[i],
                    counts[i] == 1 ? "" : "s",
                    columns.get(i).dataType().sql(),
                    sample.records()));
      }
    }
    if (!found.isEmpty()) {
      throw new RunFailure(
          FailureReason.MALFORMED_DATA,
          "%s cannot be read as csv by its sample: %s%s. Give the types of all columns in dataset.schema: STRING where such values are texts, or the number's type where they are not"
              .formatted(
                  uri,
                  found.stream().limit(NAMED).collect(Collectors.joining("; ")),
                  found.size() > NAMED
                      ? "; so have %d other columns".formatted(found.size() - NAMED)
                      : ""));
    }
  }

  private Row count(Dataset<Row> part) {
    Column[] counts =
        columns.stream()
            .map(
                column ->
                    functions.count(
                        functions.when(
                            CheckedRecords.value(column.name()).rlike(NumbersAsTexts.WHOLE), true)))
            .toArray(Column[]::new);
    return part.agg(counts[0], Arrays.copyOfRange(counts, 1, counts.length)).head();
  }
}
