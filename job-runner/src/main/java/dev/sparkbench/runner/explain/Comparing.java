// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Compares what two runs computed of the same data. */
@FunctionalInterface
interface Comparing {

  /** In what they differ first; empty if they do not. */
  Optional<String> difference(JsonNode base, JsonNode other);
}
