// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Queries that can be made for any table from its schema, of the kinds that Spark clusters usually
 * run. The runner writes their texts.
 */
public enum CanonicalQuery {
  /** Reads every column of every row. */
  @JsonProperty("scan")
  SCAN("scan"),
  /** Counts, sums and extremes of all columns. */
  @JsonProperty("aggregate")
  AGGREGATE("aggregate"),
  /** Groups by a column and aggregates the others. */
  @JsonProperty("group_by")
  GROUP_BY("group_by"),
  /** Sorts all rows. */
  @JsonProperty("sort")
  SORT("sort"),
  /** Joins the table with a part of itself. */
  @JsonProperty("join")
  JOIN("join"),
  /** The distinct rows. */
  @JsonProperty("distinct")
  DISTINCT("distinct"),
  /** Numbers the rows within groups. */
  @JsonProperty("window")
  WINDOW("window");

  private final String wireName;

  CanonicalQuery(String wireName) {
    this.wireName = wireName;
  }

  /** The name in manifests, results and messages. */
  public String wireName() {
    return wireName;
  }

  @Override
  public String toString() {
    return wireName;
  }
}
