// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus.Phase;
import dev.sparkbench.api.resource.VariantRatio;
import dev.sparkbench.api.scaling.VariantComparison.Verdict;
import dev.sparkbench.controller.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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
        .containsOnlyKeys("base", "fast")
        .containsEntry("fast", measured.resultPath() + "fast/");
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
            Contract.VERSION,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            Map.of("fast", List.of(2)),
            false);
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

  /** A ratio that is missing may be the one that misses the goal. */
  @Test
  void aNodeCountThatFailedLeavesTheGoalOpen() {
    Situation situation = Situation.applied(Manifests.benchmark("[1, 2]", TWO));
    situation.takeUntil(Step.ConfirmPod.class);
    measureAll(
        situation,
        FailureReason.OUT_OF_MEMORY,
        pod -> pod.variant().equals("fast") && pod.nodes() == 2);
    SparkBenchmarkJobStatus ended =
        situation.podSays(Answers.reported()).takeUntil(Step.RecordReport.class).status();
    assertThat(ended.phase()).isEqualTo(Phase.Failed);
    assertThat(ended.comparisons()).extracting(VariantRatio::nodes).containsExactly(1);
    assertThat(condition(ended).status()).isEqualTo("Unknown");
    assertThat(condition(ended).reason()).isEqualTo("Incomplete");
  }

  /** Such as an image that does not exist. The other variants are measured all the same. */
  @Test
  void aVariantThatCannotWorkIsSkippedAlone() {
    String three = TWO.replace("{name: fast}", "{name: fast}, {name: broken}");
    Situation situation = Situation.applied(Manifests.benchmark("[1, 2]", three));
    situation.takeUntil(Step.ConfirmPod.class);
    List<String> made =
        measureAll(
            situation, FailureReason.IMAGE_PULL_FAILED, pod -> pod.variant().equals("broken"));
    assertThat(made).filteredOn(pod -> pod.contains("-v2-")).hasSize(1);
    assertThat(situation.status().runs())
        .extracting(RunStatus::variant, RunStatus::state)
        .contains(
            tuple("base", RunStatus.State.Succeeded), tuple("fast", RunStatus.State.Succeeded))
        .contains(
            tuple("broken", RunStatus.State.Failed), tuple("broken", RunStatus.State.Skipped));
    SparkBenchmarkJobStatus ended =
        situation.podSays(Answers.reported()).takeUntil(Step.RecordReport.class).status();
    assertThat(ended.message()).contains("broken");
    assertThat(condition(ended).reason()).isEqualTo("Incomplete");
  }

  @Test
  void withoutTheReferenceNothingIsCompared() {
    Situation situation = Situation.applied(Manifests.benchmark("[1, 2]", TWO));
    situation.takeUntil(Step.ConfirmPod.class);
    while (!situation.status().current().variant().equals("base")) {
      measure(situation, pod -> false, FailureReason.INTERNAL);
    }
    situation.podSays(Answers.failed(1, FailureReason.INVALID_CONFIGURATION, "no such collector"));
    assertThat(situation.settle().status().runs())
        .extracting(RunStatus::state)
        .doesNotContain(RunStatus.State.Pending, RunStatus.State.Running);
  }

  /** Nobody has compared what the variants computed. */
  @Test
  void aReportThatFailedLeavesTheGoalOpen() {
    Situation situation = Situation.applied(Manifests.benchmark("[1, 2]", TWO));
    measureAll(situation);
    SparkBenchmarkJobStatus ended =
        situation
            .podSays(ReportResult.failed(new Failure(FailureReason.ACCESS_DENIED, "no right")))
            .settle()
            .status();
    assertThat(ended.phase()).isEqualTo(Phase.Failed);
    assertThat(condition(ended).status()).isEqualTo("Unknown");
    assertThat(condition(ended).reason()).isEqualTo("Incomplete");
  }

  @Test
  void anotherWishIsJudgedByWhatWasMeasured() {
    Situation situation = Situation.applied(Manifests.benchmark("[1, 2]", TWO));
    measureAll(situation);
    List<RunStatus> measured = situation.podSays(Answers.reported()).settle().status().runs();
    SparkBenchmarkJobStatus ended =
        situation
            .edited(2, Manifests.benchmark("[1, 2]", TWO.replace("1.5", "3")))
            .takeUntil(Step.ConfirmPod.class)
            .podSays(Answers.reported())
            .settle()
            .status();
    assertThat(ended.runs()).isEqualTo(measured);
    assertThat(condition(ended).reason()).isEqualTo("NotFaster");
  }

  /** One pod prepares the data for all of them. */
  @Test
  void dataIsPreparedOnce() {
    Situation situation =
        Situation.applied(Manifests.suite("[1]", "  variants: [{name: base}, {name: fast}]"));
    CurrentPod first = situation.takeUntil(Step.ConfirmPod.class).status().current();
    assertThat(first.purpose()).isEqualTo(CurrentPod.Purpose.Prepare);
    assertThat(first.variant()).isNull();
    situation.podSays(Answers.prepared(true)).takeUntil(Step.ConfirmPod.class);
    assertThat(measureAll(situation, FailureReason.INTERNAL, pod -> false)).hasSize(2);
  }

  /** All runs; the report's pod is the current one then. */
  private static List<String> measureAll(Situation situation) {
    return measureAll(
        situation.takeUntil(Step.ConfirmPod.class), FailureReason.INTERNAL, pod -> false);
  }

  /**
   * The same from the current run on.
   *
   * @param fails the runs that fail, for that reason
   */
  private static List<String> measureAll(
      Situation situation, FailureReason reason, Predicate<CurrentPod> fails) {
    List<String> made = new ArrayList<>();
    while (situation.status().current().purpose() == CurrentPod.Purpose.Run) {
      made.add(situation.status().current().pod());
      measure(situation, fails, reason);
    }
    return made;
  }

  /** The current run; after its pod was created another operator takes over. */
  private static void measure(
      Situation situation, Predicate<CurrentPod> fails, FailureReason reason) {
    CurrentPod pod = situation.status().current();
    int variant = List.of("base", "fast", "broken").indexOf(pod.variant());
    assertThat(pod.pod())
        .isEqualTo("sales-s1-v%d-n%d-t%d-a1".formatted(variant, pod.nodes(), pod.trial()));
    double seconds = 10.0 / pod.nodes() / (variant + 1) * (1 + 0.1 * pod.trial());
    situation
        .restarted()
        .podSays(
            fails.test(pod)
                ? Answers.failed(pod.nodes(), reason, "as it must")
                : Answers.trial(pod.trial(), pod.nodes(), seconds * 0.999, seconds * 1.001))
        .takeUntil(Step.ConfirmPod.class);
  }

  private static Condition condition(SparkBenchmarkJobStatus status) {
    return status.conditions().stream()
        .filter(condition -> condition.type().equals(Condition.COMPARISON_MET))
        .findFirst()
        .orElseThrow();
  }
}
