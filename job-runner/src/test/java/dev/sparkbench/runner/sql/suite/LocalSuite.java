// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql.suite;

import dev.sparkbench.runner.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * The data of a suite in a local folder, generated as in the store.
 *
 * @param suite the suite
 * @param scale the amount of data
 * @param folder the folder, which is kept for the next time
 */
record LocalSuite(Suite suite, Scale scale, Path folder) {

  /** Generates what is not there. */
  void generate(SparkSession spark) throws IOException {
    Path done = folder.resolve("_done");
    if (Files.exists(done)) {
      return;
    }
    String path = folder.toUri().toString();
    List<Chunk> chunks =
        new SuiteFolder(suite, scale, new dev.sparkbench.api.contract.S3Uri("local", "suite"))
            .chunks();
    JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(chunks, chunks.size())
        .map(chunk -> chunk.generate(path))
        .collect()
        .forEach(
            written ->
                System.out.printf(
                    "%-24s %12d rows %12d bytes%n",
                    written.table(), written.rows(), written.bytes()));
    Files.createFile(done);
  }

  /** The tables by name, as a session reads them. */
  Map<String, Table> tables(SparkSession spark) {
    return suite.tables().stream()
        .collect(
            Collectors.toMap(
                SuiteTable::name,
                table ->
                    Table.of(
                        spark.read().parquet(folder.resolve(table.name()).toUri().toString()),
                        List.of())));
  }
}
