// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import dev.sparkbench.api.contract.BadRecords;
import dev.sparkbench.api.contract.Dataset;
import dev.sparkbench.api.contract.S3Uri;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Local CSV files, read as a run reads them from S3, with a check of every record. */
public final class CheckedCsv {

  private CheckedCsv() {}

  /** Opens the files. */
  public static Table open(SparkSession spark, String path, StructType schema) {
    S3Uri nowhere = S3Uri.parse("s3://bench/data.csv");
    ReadOptions options =
        ReadOptions.of(
            new Dataset(
                nowhere.toString(),
                "csv",
                null,
                schema.toDDL(),
                null,
                null,
                null,
                null,
                null,
                null));
    options.showBadRecordsBeside(schema);
    org.apache.spark.sql.Dataset<Row> read =
        spark
            .read()
            .format("csv")
            .options(options.all())
            .schema(schema.add(options.textColumn(), DataTypes.StringType))
            .load(path);
    CheckedRecords records =
        new CheckedRecords(
            "data.csv",
            List.of(new CheckedRecords.Part(read, List.of(schema.fields()))),
            options,
            List.of(schema.fields()),
            List.of(schema.fields()),
            BadRecords.Fail);
    return Table.of(records.good(), List.of());
  }
}
