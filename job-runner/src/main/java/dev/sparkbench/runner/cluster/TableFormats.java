package dev.sparkbench.runner.cluster;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.RunRequest;
import java.util.Map;
import java.util.TreeMap;

/** What Spark has to be told to read tables of a table format. */
public final class TableFormats {

  private TableFormats() {}

  /** The properties for what a run reads; none if no such table is among it. */
  public static Map<String, String> of(RunRequest request) {
    return request
        .workload()
        .tableFormat(request.dataset())
        .map(TableFormats::properties)
        .orElse(Map.of());
  }

  private static Map<String, String> properties(String format) {
    Map<String, String> properties = new TreeMap<>();
    // Executors need the classes, too: their entry point looks at this.
    properties.put("spark.executorEnv." + Contract.TABLE_FORMAT_VARIABLE, format);
    if (format.equals("delta")) {
      // Without these, rows that are deleted would be read.
      properties.put("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
      properties.put(
          "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    } else {
      // The catalog for tables that are named by a path; by default it would be one of Hive.
      String catalog = "spark.sql.catalog.default_iceberg";
      properties.put(catalog, "org.apache.iceberg.spark.SparkCatalog");
      properties.put(catalog + ".type", "hadoop");
      properties.put(catalog + ".warehouse", "file:/nowhere");
      properties.put(catalog + ".cache-enabled", "false");
      // What catalogs write into metadata are paths with this scheme.
      properties.put("spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
    }
    return properties;
  }
}
