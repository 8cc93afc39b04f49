// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.StoredObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.csv.CSVFileFormat;
import org.apache.spark.sql.execution.datasources.json.JsonFileFormat;
import org.apache.spark.sql.execution.datasources.orc.OrcFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.SchemaUtils;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * The rows of objects, read by Spark without listing them again and without interpreting keys as
 * patterns.
 */
record ObjectRows(SparkSession spark, ReadOptions options, DatasetObjects objects) {

  /**
   * The rows of some of the objects.
   *
   * @param more options in addition to those of the dataset
   * @param columns the columns in the objects, in the order of the objects
   * @param types of columns that the names of folders give values to
   */
  Dataset<Row> of(
      List<StoredObject> some, Map<String, String> more, StructType columns, StructType types) {
    FileFormat format = fileFormat();
    requireTypes(format, columns);
    ObjectIndex index = new ObjectIndex(spark, objects, some, types);
    StructType inFolders = index.partitionSchema();
    boolean text = options.isText();
    StructType inFiles = new StructType();
    for (StructField column : columns.fields()) {
      // The fields of a text are identified by their position, so none may be left out.
      if (text || !List.of(inFolders.fieldNames()).contains(column.name())) {
        inFiles = inFiles.add(column);
      }
    }
    SchemaUtils.checkColumnNameDuplication(
        JavaConverters.asScalaBuffer(List.of(inFiles.fieldNames())).toSeq(),
        spark.sessionState().conf().caseSensitiveAnalysis());
    Map<String, String> all = new TreeMap<>(options.all());
    all.putAll(more);
    return spark.baseRelationToDataFrame(
        new HadoopFsRelation(
            index,
            inFolders,
            inFiles.asNullable(),
            Option.empty(),
            format,
            ReadOptions.scalaMap(all),
            spark));
  }

  private void requireTypes(FileFormat format, StructType columns) {
    for (StructField column : columns.fields()) {
      if (!format.supportDataType(column.dataType())) {
        throw new RunFailure(
            FailureReason.MALFORMED_DATA,
            "column '%s' is of type %s, which %s cannot have: correct dataset.schema"
                .formatted(column.name(), column.dataType().sql(), options.format()));
      }
    }
  }

  private FileFormat fileFormat() {
    return switch (options.format()) {
      case "csv" -> new CSVFileFormat();
      case "json" -> new JsonFileFormat();
      case "parquet" -> new ParquetFileFormat();
      default -> new OrcFileFormat();
    };
  }
}
