// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.VariantRatio;
import dev.sparkbench.api.scaling.VariantComparison.Verdict;
import dev.sparkbench.controller.Manifests;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanVariantsTest {

  private static final String TWO =
      """
        variants: [{name: base}, {name: fast}]
        comparison: {minSpeedup: "1.5"}
        measurement: {trials: 3, iterations: 2}
      """;

  @Test
  void measuresEachSideBySideAndComparesThem() {
    Situation situation = Situation.applied(Manifests.benchmark("[1, 2]", TWO));
    List<String> made = measureAll(situation);
    assertThat(made).hasSize(12).doesNotHaveDuplicates();
    SparkBenchmarkJobStatus measured = situation.status();
    assertThat(measured.runs())
        .extracting(RunStatus::variant, RunStatus::nodes, RunStatus::measuredTrials)
        .containsExactly(
            tuple("base", 1, 3), tuple("base", 2, 3), tuple("fast", 1, 3), tuple("fast", 2, 3));
    // Of each trial the median alone.
    assertThat(measured.runs().get(0).samples()).hasSize(3);
    assertThat(measured.performanceMetrics())
        .extracting(PerformanceMetric::variant)
        .containsExactly("base", "base", "fast", "fast");
    assertThat(measured.comparisons())
        .extracting(VariantRatio::variant, VariantRatio::nodes, VariantRatio::verdict)
        .containsExactly(tuple("fast", 1, Verdict.Faster), tuple("fast", 2, Verdict.Faster));
    assertThat(measured.bestVariant().name()).isEqualTo("fast");
    assertThat(measured.bestVariant().speedup()).isEqualTo("2.00x (fast)");
    assertThat(measured.outputs())
        .containsKeys("base/1_nodes", "fast/2_nodes")
        .containsEntry("fast/2_nodes", measured.resultPath() + "fast/2_nodes.json");
  }

  @Test
  void saysWhetherTheyAreWhatWasAskedFor() {
    Situation situation = Situation.applied(Manifests.benchmark("[1, 2]", TWO));
    measureAll(situation);
    SparkBenchmarkJobStatus ended =
        situation.podSays(Answers.reported()).takeUntil(Step.RecordReport.class).status();
    Condition met = condition(ended);
    assertThat(met.status()).isEqualTo("True");
    assertThat(met.reason()).isEqualTo("Met");
    assertThat(ended.message())
        .startsWith("fast is 2.0 times (")
        .contains("; base: take ")
        .contains("; fast: take ");
  }

  @Test
  void otherOutputsAreNotFaster() {
    Situation situation = Situation.applied(Manifests.benchmark("[1, 2]", TWO));
    measureAll(situation);
    ReportResult reported =
        new ReportResult(
            Contract.VERSION, null, null, null, null, null, null, null, List.of("fast/2_nodes"));
    SparkBenchmarkJobStatus ended =
        situation.podSays(reported).takeUntil(Step.RecordReport.class).status();
    assertThat(condition(ended).status()).isEqualTo("False");
    assertThat(condition(ended).reason()).isEqualTo("OutputsDiffer");
    assertThat(ended.comparisons())
        .extracting(VariantRatio::outputsDiffer)
        .containsExactly(null, true);
    assertThat(ended.performanceMetrics())
        .extracting(PerformanceMetric::outputsDiffer)
        .containsExactly(null, null, null, true);
  }

  /** All runs; the report's pod is the current one then. */
  private static List<String> measureAll(Situation situation) {
    List<String> made = new ArrayList<>();
    situation.takeUntil(Step.ConfirmPod.class);
    while (situation.status().current().purpose() == CurrentPod.Purpose.Run) {
      CurrentPod pod = situation.status().current();
      made.add(pod.pod());
      int variant = pod.variant().equals("base") ? 0 : 1;
      assertThat(pod.pod())
          .isEqualTo("sales-s1-v%d-n%d-t%d-a1".formatted(variant, pod.nodes(), pod.trial()));
      double seconds = 10.0 / pod.nodes() / (variant + 1) * (1 + 0.1 * pod.trial());
      situation
          .podSays(Answers.trial(pod.trial(), pod.nodes(), seconds * 0.999, seconds * 1.001))
          .takeUntil(Step.ConfirmPod.class);
    }
    return made;
  }

  private static Condition condition(SparkBenchmarkJobStatus status) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals(Condition.COMPARISON_MET))
        .findFirst()
        .orElseThrow();
  }
}
