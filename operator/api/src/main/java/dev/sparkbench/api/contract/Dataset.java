// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to read and how.
 *
 * @param uri {@code s3://bucket/key}: an object, a prefix (with everything below it) or a glob
 * @param format {@code csv}, {@code json}, {@code parquet}, {@code orc}, {@code delta} or {@code
 *     iceberg}; null to find it out from the objects
 * @param options options of Spark's reader for that format
 * @param schema Spark DDL of the columns; null to infer it
 * @param badRecords what to do with records that cannot be read
 * @param columns the columns to consider; empty for all
 * @param label the column to predict; null where there is none
 * @param features the columns to predict from; empty for all suitable ones
 * @param expectedIdentity what {@link RunReport#datasetIdentity()} of the baseline said; null
 *     before there is one
 * @param schemaFrom {@code s3://bucket/key} of an earlier run's JSON document, whose inferred
 *     schema and number of bad records hold for this run too, so that every node count reads the
 *     same types and only one run has to infer and count; null before there is one
 */
public record Dataset(
    String uri,
    String format,
    Map<String, String> options,
    String schema,
    BadRecords badRecords,
    List<String> columns,
    String label,
    List<String> features,
    String expectedIdentity,
    String schemaFrom) {

  /** The formats of tables. */
  private static final Set<String> TABLE_FORMATS = Set.of("delta", "iceberg");

  /** Copies the collections; null is empty, and bad records fail the run. */
  public Dataset {
    options = options == null ? Map.of() : Map.copyOf(options);
    badRecords = badRecords == null ? BadRecords.Fail : badRecords;
    columns = columns == null ? List.of() : List.copyOf(columns);
    features = features == null ? List.of() : List.copyOf(features);
  }

  /** The same dataset in a format that has been found out. */
  public Dataset withFormat(String found) {
    return new Dataset(
        uri,
        found,
        options,
        schema,
        badRecords,
        columns,
        label,
        features,
        expectedIdentity,
        schemaFrom);
  }

  /** The same dataset, of which an earlier run tells where it tells of the other one. */
  public Dataset asIn(Dataset other) {
    return new Dataset(
        uri,
        format,
        options,
        schema,
        badRecords,
        columns,
        label,
        features,
        null,
        other.schemaFrom());
  }

  /** The format, if it is that of a table with a log of its versions. */
  @JsonIgnore
  public Optional<String> tableFormat() {
    return Optional.ofNullable(format).filter(TABLE_FORMATS::contains);
  }
}
