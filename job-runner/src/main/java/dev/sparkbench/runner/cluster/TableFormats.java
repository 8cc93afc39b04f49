// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.RunRequest;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Spark properties for reading Delta and Iceberg tables. */
public final class TableFormats {

  private static final String EXTENSIONS = "spark.sql.extensions";

  private TableFormats() {}

  /** The properties for the tables of a run; none if it reads no such table. */
  public static Map<String, String> of(RunRequest request) {
    return request
        .workload()
        .tableFormat(request.dataset())
        .map(format -> properties(format, request.sparkConf()))
        .orElse(Map.of());
  }

  private static Map<String, String> properties(String format, Map<String, String> sparkConf) {
    Map<String, String> properties = new TreeMap<>();
    // Executors need the classes too; their entry point reads this variable.
    properties.put("spark.executorEnv." + Contract.TABLE_FORMAT_VARIABLE, format);
    if (format.equals("delta")) {
      // Without these, deleted rows would be read.
      properties.put(
          EXTENSIONS,
          Stream.of("io.delta.sql.DeltaSparkSessionExtension", sparkConf.get(EXTENSIONS))
              .filter(Objects::nonNull)
              .collect(Collectors.joining(",")));
      properties.put(
          "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    } else {
      // The catalog for tables that are named by a path; the default would be a Hive catalog.
      String catalog = "spark.sql.catalog.default_iceberg";
      properties.put(catalog, "org.apache.iceberg.spark.SparkCatalog");
      properties.put(catalog + ".type", "hadoop");
      properties.put(catalog + ".warehouse", "file:/nowhere");
      properties.put(catalog + ".cache-enabled", "false");
      // Catalogs write paths with this scheme into metadata.
      properties.put("spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
    }
    return properties;
  }
}
