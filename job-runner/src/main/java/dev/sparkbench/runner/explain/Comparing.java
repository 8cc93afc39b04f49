// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Compares what two runs computed from the same data. */
@FunctionalInterface
interface Comparing {

  /** The first difference; empty if there is none. */
  Optional<String> difference(JsonNode base, JsonNode other);
}
