package dev.sparkbench.runner.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.S3Uri;
import java.util.Map;
import java.util.OptionalLong;

/**
 * All tasks of a request over a dataset that Spark has opened. It can be done any number of times.
 */
public interface Work {

  /**
   * Does all of it anew and brings the results to the driver. This is what a run measures; it must
   * leave nothing behind that a second time could save work with.
   */
  Result compute();

  /** What was computed once, in the driver's memory. */
  interface Result {

    /** The number of rows of the dataset, where the work found it out. */
    OptionalLong rows();

    /** Each task's output by its name, in the request's order. Not measured. */
    Map<String, JsonNode> outputs();

    /** How many seconds each phase of each task took, by task and phase; empty without phases. */
    default Map<String, Map<String, Double>> phases() {
      return Map.of();
    }

    /**
     * Writes to the store what the manifest asks to keep besides the outputs. Not measured.
     *
     * @param document where the outputs go
     */
    default void save(S3Uri document) {}
  }
}
