// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.S3Uri;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The result of one computation, in the driver's memory. Nothing here is measured. */
public interface Result {

  /** The number of rows of the dataset, if the work determined it. */
  OptionalLong rows();

  /** The outputs by name, in the request's order. They must be the same at every node count. */
  Map<String, JsonNode> outputs();

  /** The seconds of each phase of each task, by task and phase; empty without phases. */
  default Map<String, Map<String, Double>> phases() {
    return Map.of();
  }

  /** Remarks about this run, in whole sentences. */
  default List<String> remarks() {
    return List.of();
  }

  /**
   * Stores what the manifest asks to keep in addition to the outputs.
   *
   * @param document the address of the outputs
   */
  default void save(S3Uri document) {}
}
