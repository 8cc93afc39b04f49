// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * The work of one Spark task: generating one object of a table.
 *
 * @param suite the suite of the table
 * @param scale the suite's scale
 * @param table the table's name
 * @param part from 0
 * @param parts the number of objects of the table
 * @param object the object's name below the folder
 */
record Chunk(Suite suite, String scale, String table, int part, int parts, String object)
    implements Serializable {

  /** What was written; the executor returns it. */
  record Written(String table, long rows, long bytes) implements Serializable {}

  /**
   * Writes the object, unless it exists; runs on an executor. An existing object was written by an
   * earlier attempt and is complete.
   *
   * @param folder the suite's folder as a path for Hadoop, with a slash at the end
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

  /** An estimate of the amount of work. */
  long weight() {
    return suite.table(table).bytes(new Scale(scale)) / parts;
  }
}
