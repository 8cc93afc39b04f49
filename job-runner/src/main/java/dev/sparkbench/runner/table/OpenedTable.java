// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.cluster.PinnedProperties;
import dev.sparkbench.runner.failure.Causes;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.TableFiles;
import dev.sparkbench.runner.storage.TableVersion;
import dev.sparkbench.runner.table.footer.FooterFacts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.JavaConverters;

/**
 * A version of a table of a table format.
 *
 * @param files its files
 * @param facts facts for the run's document
 */
record OpenedTable(Dataset<Row> rows, TableFiles files, FooterFacts facts) {

  private static final long SMALLEST_SPLIT = 64L << 10;
  private static final long LARGEST_SPLIT = 128L << 20;

  static OpenedTable open(SparkSession spark, TableVersion table, S3Uri uri) {
    try {
      Dataset<Row> rows =
          spark
              .read()
              .format(table.format())
              .options(table.options())
              .options(splitting(spark, table))
              .load(table.path());
      TableFiles files = table.files().orElseGet(() -> files(rows));
      List<String> remarks = table.note() == null ? List.of() : List.of(table.note());
      return new OpenedTable(rows, files, new FooterFacts(0, files.count(), remarks));
    } catch (Exception e) {
      // Spark's exception is a checked one that Scala does not declare.
      if (!isOfTheTable(e)) {
        throw e;
      }
      throw new RunFailure(
          FailureReason.MALFORMED_DATA,
          "version %s of %s cannot be opened as a table of the format %s (%s): the driver's log says more"
              .formatted(table.name(), uri, table.format(), e.getClass().getSimpleName()),
          e);
    }
  }

  /** Whether the table was refused, rather than a failure of the store or of Spark. */
  private static boolean isOfTheTable(Exception e) {
    String type = e.getClass().getName();
    boolean refused =
        e instanceof AnalysisException
            || type.startsWith("org.apache.spark.sql.delta.")
            || type.startsWith("org.apache.iceberg.");
    return refused && Causes.of(e).chain().stream().noneMatch(IOException.class::isInstance);
  }

  /** By itself, Iceberg divides by the current cores, which differ between runs. */
  private static Map<String, String> splitting(SparkSession spark, TableVersion table) {
    int splits = PinnedProperties.inputSplits(spark);
    if (splits == 0 || table.files().isEmpty()) {
      return Map.of();
    }
    long share = table.files().get().bytes() / splits;
    long size = Math.max(SMALLEST_SPLIT, Math.min(LARGEST_SPLIT, share));
    return Map.of(
        "split-size", String.valueOf(size), "file-open-cost", String.valueOf(SMALLEST_SPLIT));
  }

  private static TableFiles files(Dataset<Row> rows) {
    LogicalPlan plan = rows.queryExecution().optimizedPlan();
    long bytes =
        JavaConverters.seqAsJavaList(plan.collectLeaves()).stream()
            .mapToLong(leaf -> leaf.stats().sizeInBytes().toLong())
            .sum();
    return new TableFiles(rows.inputFiles().length, bytes);
  }
}
