// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * What one Spark task generates: an object of a table.
 *
 * @param suite whose table it is
 * @param scale the suite's
 * @param table the table's name
 * @param part from 0
 * @param parts how many objects the table has
 * @param object the object's name below the folder
 */
record Chunk(Suite suite, String scale, String table, int part, int parts, String object)
    implements Serializable {

  /** What has been written; comes back from the executor. */
  record Written(String table, long rows, long bytes) implements Serializable {}

  /**
   * Writes the object unless it is there; runs on an executor. What is there already was written by
   * an earlier attempt, and is whole.
   *
   * @param folder where the suite lies, for Hadoop, with a slash at the end
   */
  Written generate(String folder) {
    ParquetObject target =
        new ParquetObject(
            new Path(folder + object),
            SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf()));
    SuiteTable from = suite.table(table);
    try {
      ParquetObject.Size size =
          target.exists()
              ? target.size()
              : target.write(from.schema(), from.rows(new Scale(scale), part, parts));
      return new Written(table, size.rows(), size.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + folder + object, e);
    }
  }

  /** About how much work it is. */
  long weight() {
    return suite.table(table).bytes(new Scale(scale)) / parts;
  }
}
