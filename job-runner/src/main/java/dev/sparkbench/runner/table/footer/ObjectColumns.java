// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table.footer;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.DatasetObjects;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a dataset with self-describing objects (Parquet, ORC).
 *
 * @param schema the columns as they are read; without those that folders' names give
 * @param unreadable columns that are left out, with the reason
 * @param spark Spark properties that are needed to read them
 * @param options options for reading all objects at once
 * @param groups the objects grouped by schema and options; empty if all are read together
 * @param facts facts for the run's document
 */
public record ObjectColumns(
    StructType schema,
    Map<String, String> unreadable,
    Map<String, String> spark,
    Map<String, String> options,
    List<Group> groups,
    FooterFacts facts) {

  /**
   * Objects that Spark reads together.
   *
   * @param schema the columns, with the types that these objects have
   * @param empty columns whose values these objects do not have; all others are cast
   * @param options options for reading
   * @param keys the objects
   */
  public record Group(
      StructType schema, Set<String> empty, Map<String, String> options, List<String> keys) {

    /** Copies the collections. */
    public Group {
      empty = Set.copyOf(empty);
      options = Map.copyOf(options);
      keys = List.copyOf(keys);
    }
  }

  /** Copies the collections. */
  public ObjectColumns {
    unreadable = new TreeMap<>(unreadable);
    spark = Map.copyOf(spark);
    options = Map.copyOf(options);
    groups = List.copyOf(groups);
  }

  /**
   * Reads the footers of the objects.
   *
   * @param format {@code parquet} or {@code orc}
   * @param wanted the columns to consider; empty for all
   * @throws RunFailure {@code MalformedData} if they cannot be read as one table
   */
  public static ObjectColumns find(
      SparkSession spark, String format, DatasetObjects objects, List<String> wanted) {
    if (objects.bytes() == 0) {
      throw new RunFailure(
          FailureReason.MALFORMED_DATA,
          "%s cannot be read as %s: all of its %d objects are empty"
              .formatted(objects.uri(), format, objects.objects().size()));
    }
    FooterFormat footers =
        format.equals("orc") ? new OrcFooter() : new ParquetFooter(spark.sessionState().conf());
    Configuration hadoop = spark.sessionState().newHadoopConf();
    Footers some = Footers.read(footers, objects, hadoop, Footers.USUALLY);
    ObjectColumns columns = new Merger(some, objects, wanted).merge();
    if (columns.groups().isEmpty() || some.lookedAt() == some.objects()) {
      return columns;
    }
    Footers all = Footers.read(footers, objects, hadoop, Footers.AT_MOST);
    if (all.lookedAt() < all.objects()) {
      throw new RunFailure(
          FailureReason.MALFORMED_DATA,
          "the %d objects of %s need different settings of Spark to be read (%s), which works for at most %d objects whose footers have %d MiB: write them alike, or fewer"
              .formatted(
                  all.objects(),
                  objects.uri(),
                  columns.facts().remarks().stream().findFirst().orElse(""),
                  Footers.AT_MOST,
                  Footers.MOST_BYTES >> 20));
    }
    return new Merger(all, objects, wanted).merge();
  }
}
