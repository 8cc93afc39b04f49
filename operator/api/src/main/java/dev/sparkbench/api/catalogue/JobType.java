package dev.sparkbench.api.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The two families of tasks that a benchmark can run. */
public enum JobType {
  /** Statistics that describe a dataset: counts, ranges, means, shares of nulls. */
  @JsonProperty("descriptive")
  DESCRIPTIVE("descriptive"),

  /** Training and evaluation of models with Spark MLlib. */
  @JsonProperty("ml")
  ML("ml");

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
