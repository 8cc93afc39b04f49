// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.sparkbench.api.contract.BadRecords;
import dev.sparkbench.api.resource.EditOf.Effect;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** How to read the dataset. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DatasetSpec(
    @JsonPropertyDescription(
            "Format. Default: from the extension of s3Path, otherwise of its objects. For tables, delta or iceberg must be set: s3Path is the table's folder, or for iceberg one of its metadata objects (....metadata.json). Options select the version to read (versionAsOf, timestampAsOf; snapshot-id, as-of-timestamp); the default is the latest.")
        @EditOf(Effect.STARTS_OVER)
        Format format,
    @JsonPropertyDescription(
            "Options of Spark's reader for the format, such as header, delimiter or encoding for csv and multiLine for json. Quotes in csv are doubled (RFC 4180) unless escape says otherwise. Options that would change which data is read, or hide errors in it, are refused.")
        @Size(max = 32) @ValidationRule(
            value = "self.all(k, size(k) <= 253)",
            message = "names must have at most 253 characters")
        @EditOf(Effect.STARTS_OVER)
        Map<String, @Size(max = 1024) String> options,
    @JsonPropertyDescription(
            "Columns and types as Spark DDL, such as \"id BIGINT, price DOUBLE\". Default: from the files for Parquet and ORC, and inferred from a sample of the data for csv and json, once and outside of the measured time.")
        @Size(min = 1, max = 65536) @EditOf(Effect.STARTS_OVER)
        String schema,
    @JsonPropertyDescription(
            "What to do with csv and json records that cannot be read: Fail (default) or Drop. Dropped ones are counted in the output.")
        @EditOf(value = Effect.STARTS_OVER, unless = "Fail")
        BadRecords badRecords,
    @JsonPropertyDescription("The columns to consider. Default: all.")
        @Size(min = 1, max = 1000) @EditOf(Effect.STARTS_OVER)
        List<@Size(min = 1, max = 256) String> columns,
    @JsonPropertyDescription("The column to predict, for tasks of type ml.")
        @Size(min = 1, max = 256) @EditOf(Effect.STARTS_OVER)
        String label,
    @JsonPropertyDescription(
            "The columns to predict from, for tasks of type ml. Default: all suitable ones.")
        @Size(min = 1, max = 1000) @EditOf(Effect.STARTS_OVER)
        List<@Size(min = 1, max = 256) String> features) {

  /** All fields absent. */
  public static final DatasetSpec EMPTY = new DatasetSpec(null, null, null, null, null, null, null);

  /** The formats that the runner reads. */
  public enum Format {
    /** Comma-separated values, with a header line unless options say otherwise. */
    @JsonProperty("csv")
    CSV("csv"),
    /** JSON lines. */
    @JsonProperty("json")
    JSON("json"),
    /** Apache Parquet. */
    @JsonProperty("parquet")
    PARQUET("parquet"),
    /** Apache ORC. */
    @JsonProperty("orc")
    ORC("orc"),
    /** A Delta table. */
    @JsonProperty("delta")
    DELTA("delta"),
    /** An Iceberg table, read without a catalog. */
    @JsonProperty("iceberg")
    ICEBERG("iceberg");

    private final String wireName;

    Format(String wireName) {
      this.wireName = wireName;
    }

    /** The name in manifests, which is also Spark's name for the data source. */
    public String wireName() {
      return wireName;
    }
  }
}
