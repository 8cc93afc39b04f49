// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparableOutputsTest {

  private static final String STATISTICS =
      """
      {"row_count": {"rows": 3}, "quantiles": {"x": {"0.5": 1}},
       "profile": {"columns": {"x": {"sum": 6, "histogram": [1], "top_values": []}}, "quantiles": {}, "shape": {"rows": 3}}}
      """;

  @Test
  void isAllOfThemWherePartitionsArePinned() throws JsonProcessingException {
    ComparableOutputs pinned = of("Pinned", "descriptive", STATISTICS);

    assertThat(pinned.outputs()).isEqualTo(new JsonMapper().readTree(STATISTICS));
    assertThat(pinned.leftOut()).isEmpty();
  }

  @Test
  void leavesOutApproximationsThatDependOnTheParts() throws JsonProcessingException {
    ComparableOutputs perNodeCount = of("PerNodeCount", "descriptive", STATISTICS);

    assertThat(perNodeCount.outputs())
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"row_count": {"rows": 3},
                     "profile": {"columns": {"x": {"sum": 6}}, "shape": {"rows": 3}}}
                    """));
    assertThat(ComparableOutputs.remark(perNodeCount.leftOut()))
        .isEqualTo(
            "with measurement.partitions PerNodeCount the outputs of histogram, quantiles, top_values were not compared: they depend on how the rows are divided");
  }

  @Test
  void keepsQueriesWithTheNamesOfTasks() throws JsonProcessingException {
    assertThat(of("PerNodeCount", "sql", "{\"quantiles\": 1, \"profile\": 2}"))
        .isEqualTo(
            new ComparableOutputs(
                new JsonMapper().readTree("{\"quantiles\": 1, \"profile\": 2}"), Set.of()));
  }

  @Test
  void isTheNumberOfRowsWhereModelsAreTrainedOnOtherOnes() throws JsonProcessingException {
    ComparableOutputs perNodeCount =
        of("PerNodeCount", "ml", "{\"kmeans\": {\"rows\": {\"read\": 3}, \"model\": {}}}");

    assertThat(perNodeCount.outputs()).hasToString("{\"kmeans\":3}");
    assertThat(perNodeCount.leftOut()).containsExactly("kmeans");
  }

  private static ComparableOutputs of(String partitions, String type, String outputs)
      throws JsonProcessingException {
    return ComparableOutputs.of(
        new JsonMapper()
            .readTree(
                "{\"partitions\": \"%s\", \"type\": \"%s\", \"outputs\": %s}"
                    .formatted(partitions, type, outputs)));
  }
}
