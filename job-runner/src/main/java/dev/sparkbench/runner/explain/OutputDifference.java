// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.Workload;
import java.util.List;
import java.util.Optional;

/** Compares the outputs of runs. */
public final class OutputDifference {

  private OutputDifference() {}

  /**
   * The first difference between the outputs of a node count's trials and those of another run.
   *
   * @param base the document of the other run
   * @return empty if they all agree
   */
  public static Optional<String> of(Workload workload, JsonNode base, TrialDocuments trials) {
    return of(base, trials.byTrial(), workload.accept(new Comparisons()));
  }

  static Optional<String> of(JsonNode base, List<JsonNode> trials, Comparing comparison) {
    for (int i = 0; i < trials.size(); i++) {
      String trial = trials.size() == 1 ? "" : "trial %d: ".formatted(i + 1);
      Optional<String> difference =
          comparison.difference(
              ComparableOutputs.of(base).outputs(), ComparableOutputs.of(trials.get(i)).outputs());
      if (difference.isPresent()) {
        return difference.map(where -> trial + where);
      }
    }
    return Optional.empty();
  }
}
