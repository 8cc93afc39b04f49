// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.S3Uri;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What was computed once, in the driver's memory. Nothing here is measured. */
public interface Result {

  /** The number of rows of the dataset, where the work found it out. */
  OptionalLong rows();

  /** The outputs by name, in the request's order. They have to be the same at every node count. */
  Map<String, JsonNode> outputs();

  /** How many seconds each phase of each task took, by task and phase; empty without phases. */
  default Map<String, Map<String, Double>> phases() {
    return Map.of();
  }

  /** What people should know of this run, in whole sentences. */
  default List<String> remarks() {
    return List.of();
  }

  /**
   * Writes to the store what the manifest asks to keep in addition to the outputs.
   *
   * @param document where the outputs go
   */
  default void save(S3Uri document) {}
}
