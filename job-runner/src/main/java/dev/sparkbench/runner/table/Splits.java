// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import dev.sparkbench.runner.storage.DatasetObjects;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.SplittableCompressionCodec;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.v2.BatchScanExec;
import scala.collection.JavaConverters;

/**
 * The number of splits in which a dataset is read. No more tasks than this can read at the same
 * time.
 *
 * @param count the number of splits
 * @param note why objects cannot be split; null if they can
 */
public record Splits(int count, String note) {

  static Splits of(
      Dataset<Row> rows, DatasetObjects objects, Optional<String> whole, Configuration hadoop) {
    return new Splits(count(rows), note(objects, whole, hadoop));
  }

  /**
   * Asks the scan itself, because creating the RDD of the rows would compile code that is never
   * run.
   */
  private static int count(Dataset<Row> rows) {
    return JavaConverters.seqAsJavaList(rows.queryExecution().sparkPlan().collectLeaves()).stream()
        .mapToInt(Splits::count)
        .sum();
  }

  private static int count(SparkPlan leaf) {
    if (leaf instanceof FileSourceScanExec scan) {
      return scan.inputRDD().getNumPartitions();
    }
    return leaf instanceof BatchScanExec scan ? scan.inputRDD().getNumPartitions() : 0;
  }

  private static String note(
      DatasetObjects objects, Optional<String> option, Configuration hadoop) {
    String consequence = "each is read by one task, however many executors there are";
    int all = objects.objects().size();
    if (option.isPresent()) {
      return "with %s objects cannot be split (all %d): %s"
          .formatted(option.get(), all, consequence);
    }
    CompressionCodecFactory codecs = new CompressionCodecFactory(hadoop);
    long whole =
        objects.objects().stream()
            .map(object -> codecs.getCodec(new Path(objects.sparkPath(object))))
            .filter(Objects::nonNull)
            .filter(codec -> !(codec instanceof SplittableCompressionCodec))
            .count();
    return whole == 0
        ? null
        : "%d of %d objects are compressed in a way that cannot be split (such as .gz; .bz2 can): %s"
            .formatted(whole, all, consequence);
  }
}
