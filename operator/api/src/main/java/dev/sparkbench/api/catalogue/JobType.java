// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What kind of work a benchmark measures. */
public enum JobType {
  /** Statistics that describe a dataset: counts, ranges, means, shares of nulls. */
  @JsonProperty("descriptive")
  DESCRIPTIVE("descriptive"),

  /** Training and evaluation of models with Spark MLlib. */
  @JsonProperty("ml")
  ML("ml"),

  /** The user's own queries. */
  @JsonProperty("sql")
  SQL("sql"),

  /** Queries derived from TPC-H, over data that is generated. */
  @JsonProperty("tpch")
  TPCH("tpch"),

  /** Queries derived from TPC-DS, over data that is generated. */
  @JsonProperty("tpcds")
  TPCDS("tpcds"),

  /** The user's own program. */
  @JsonProperty("application")
  APPLICATION("application");

  private final String wireName;

  JobType(String wireName) {
    this.wireName = wireName;
  }

  /** The name in manifests, JSON documents and messages. */
  public String wireName() {
    return wireName;
  }

  @Override
  public String toString() {
    return wireName;
  }
}
