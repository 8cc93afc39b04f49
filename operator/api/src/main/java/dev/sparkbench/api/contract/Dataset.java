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
 *     iceberg}; null to determine it from the objects
 * @param options options of Spark's reader for that format
 * @param schema Spark DDL of the columns; null to infer it
 * @param badRecords what to do with records that cannot be read
 * @param columns the columns to consider; empty for all
 * @param label the column to predict; null if there is none
 * @param features the columns to predict from; empty for all suitable ones
 * @param expectedIdentity the {@link RunReport#datasetIdentity()} of the baseline; null before
 *     there is one
 * @param schemaFrom {@code s3://bucket/key} of an earlier run's JSON document. This run uses the
 *     schema that it inferred and the number of bad records that it counted, so that every node
 *     count reads the same types, and only one run infers and counts. Null before there is one
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

  /** The same dataset with a format that was determined from its objects. */
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

  /** The same dataset, with its facts in the same earlier document as those of another dataset. */
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

  /** The format, if it is a table format with versions. */
  @JsonIgnore
  public Optional<String> tableFormat() {
    return Optional.ofNullable(format).filter(TABLE_FORMATS::contains);
  }
}
