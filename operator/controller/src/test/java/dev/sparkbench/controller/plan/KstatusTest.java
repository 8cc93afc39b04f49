// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import static dev.sparkbench.controller.Manifests.benchmark;
import static dev.sparkbench.controller.plan.Answers.failed;
import static dev.sparkbench.controller.plan.Answers.measured;
import static dev.sparkbench.controller.plan.Answers.reported;
import static dev.sparkbench.controller.plan.Situation.applied;
import static dev.sparkbench.controller.plan.Situation.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.resource.Condition;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What tools that know kstatus, such as Flux, take a resource for. Its rules, as published for
 * resources of types that it does not know, in this order:
 *
 * <table>
 * <caption>kstatus</caption>
 * <tr><td>observedGeneration is not the generation</td><td>InProgress</td></tr>
 * <tr><td>condition Reconciling is True</td><td>InProgress</td></tr>
 * <tr><td>condition Stalled is True</td><td>Failed</td></tr>
 * <tr><td>condition Ready is True</td><td>Current</td></tr>
 * <tr><td>condition Ready is False or Unknown</td><td>InProgress</td></tr>
 * <tr><td>otherwise</td><td>Current</td></tr>
 * </table>
 */
class KstatusTest {

  private enum Kstatus {
    IN_PROGRESS,
    FAILED,
    CURRENT
  }

  static Stream<Arguments> intents() {
    Situation complete = running("[1]").podSays(measured(1, 3.0)).nextPodSays(reported()).settle();
    return Stream.of(
        arguments("just applied", applied("[1]"), Kstatus.IN_PROGRESS),
        arguments("started", applied("[1]").takeUntil(Step.Start.class), Kstatus.IN_PROGRESS),
        arguments("at work", running("[1]"), Kstatus.IN_PROGRESS),
        arguments(
            "to be tried again",
            running("[1]")
                .podSays(failed(1, FailureReason.STORAGE_UNREACHABLE, "no answer"))
                .settle(),
            Kstatus.IN_PROGRESS),
        arguments("complete", complete, Kstatus.CURRENT),
        arguments(
            "complete, but edited since",
            running("[1]")
                .podSays(measured(1, 3.0))
                .nextPodSays(reported())
                .settle()
                .edited(2, benchmark("[2]")),
            Kstatus.IN_PROGRESS),
        arguments(
            "failed for good",
            running("[1]").podSays(failed(1, FailureReason.DATASET_NOT_FOUND, "none")).settle(),
            Kstatus.FAILED),
        arguments("invalid", applied("[1, 1]").settle(), Kstatus.FAILED),
        arguments(
            "suspended",
            running("[1]").edited(2, benchmark("[1]", "  suspend: true")).settle(),
            Kstatus.IN_PROGRESS),
        arguments(
            "in another's way",
            applied("[1]").takeUntil(Step.Start.class).occupiedBy("first").settle(),
            Kstatus.IN_PROGRESS));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("intents")
  void isTakenForWhatItIs(String situation, Situation given, Kstatus expected) {
    assertThat(kstatus(given)).isEqualTo(expected);
  }

  /** Whatever way the plan's own tables lead. */
  @Test
  void noStateOnTheWayIsTakenForAnother() {
    List<Situation> situations =
        Stream.of(
                PlanTest.theSpec(),
                PlanTest.theRuns(),
                PlanTrialsTest.trials(),
                PlanFailuresTest.failures(),
                PlanPodsTest.deadlines(),
                PlanPodsTest.strangePods(),
                PlanPausesTest.pauses(),
                PlanEndsTest.ends())
            .flatMap(rows -> rows)
            .map(Row::given)
            .toList();
    assertThat(situations).hasSizeGreaterThan(60);
    for (Situation situation : situations) {
      assertThat(kstatus(situation)).isEqualTo(intent(situation));
      for (int i = 0; i < 10; i++) {
        Step step = situation.take();
        assertThat(kstatus(situation)).as("after " + step).isEqualTo(intent(situation));
        if (step instanceof Step.Await || step instanceof Step.Expire) {
          break;
        }
      }
    }
  }

  /** The state by the definitions of api.md, from fields that machines do not read. */
  private static Kstatus intent(Situation situation) {
    SparkBenchmarkJobStatus status = situation.status();
    long generation = situation.job().getMetadata().getGeneration();
    if (status.phase() == null || status.observedGeneration() != generation) {
      return Kstatus.IN_PROGRESS;
    }
    return switch (status.phase()) {
      case Succeeded -> Kstatus.CURRENT;
      case Failed -> Kstatus.FAILED;
      case Pending, Running, Suspended -> Kstatus.IN_PROGRESS;
    };
  }

  private static boolean is(SparkBenchmarkJobStatus status, String condition) {
    return status.conditions().stream().anyMatch(c -> c.type().equals(condition) && c.isTrue());
  }

  private static Kstatus kstatus(Situation situation) {
    SparkBenchmarkJobStatus status = situation.status();
    // The CRD's default, which a resource has before the operator has seen it.
    long observed = Objects.requireNonNullElse(status.observedGeneration(), -1L);
    if (observed != situation.job().getMetadata().getGeneration()) {
      return Kstatus.IN_PROGRESS;
    }
    if (is(status, Condition.RECONCILING)) {
      return Kstatus.IN_PROGRESS;
    }
    if (is(status, Condition.STALLED)) {
      return Kstatus.FAILED;
    }
    return status.conditions().stream()
        .filter(condition -> condition.type().equals(Condition.READY))
        .map(ready -> ready.isTrue() ? Kstatus.CURRENT : Kstatus.IN_PROGRESS)
        .findFirst()
        .orElse(Kstatus.CURRENT);
  }
}
