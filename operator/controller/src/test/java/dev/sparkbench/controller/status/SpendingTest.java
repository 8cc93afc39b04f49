// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.status;

import static dev.sparkbench.controller.plan.Answers.failed;
import static dev.sparkbench.controller.plan.Answers.measured;
import static dev.sparkbench.controller.plan.Answers.reported;
import static dev.sparkbench.controller.plan.Answers.trial;
import static dev.sparkbench.controller.plan.Answers.with;
import static dev.sparkbench.controller.status.Books.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.Phases;
import dev.sparkbench.api.contract.PhasesBuilder;
import dev.sparkbench.api.contract.TimeSpent;
import dev.sparkbench.api.contract.TimeSpentBuilder;
import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The time of measuring. Every benchmark begins at 12:00:00. */
class SpendingTest {

  @Test
  void theOperatorKnowsWhatCameBeforeAndAfterTheDriver() {
    Situation s =
        launched(started("[1]"))
            .after(Duration.ofSeconds(40))
            .podSays(
                with(phases("2026-03-01T12:00:04.25Z", "2026-03-01T12:00:39Z"), measured(1, 3)))
            .takeUntil(Step.RecordRun.class);

    assertThat(spent(s))
        .isEqualTo(
            TimeSpentBuilder.builder()
                .podSec(4.25)
                .jvmSec(0.5)
                .checkSec(1)
                .sessionSec(2)
                .executorsSec(3)
                .schemaSec(1.5)
                .cacheSec(0.5)
                .warmupsSec(7)
                .iterationsSec(9.123)
                .uploadSec(0.25)
                .endSec(1.75)
                .failedSec(0)
                .totalSec(40)
                .build());
  }

  @Test
  void clocksThatDisagreeDoNotMakeTimesNegative() {
    Situation s =
        launched(started("[1]"))
            .after(Duration.ofSeconds(40))
            .podSays(with(phases("2026-03-01T11:59:58Z", "2026-03-01T12:00:41Z"), measured(1, 3)))
            .takeUntil(Step.RecordRun.class);

    assertThat(spent(s))
        .isEqualTo(
            TimeSpentBuilder.builder()
                .podSec(0)
                .jvmSec(0.5)
                .checkSec(1)
                .sessionSec(2)
                .executorsSec(3)
                .schemaSec(1.5)
                .cacheSec(0.5)
                .warmupsSec(7)
                .iterationsSec(9.123)
                .uploadSec(0.25)
                .endSec(0.75)
                .failedSec(0)
                .totalSec(40)
                .build());
  }

  @Test
  void aDriverThatDoesNotSayWhenItStartedIsNotCounted() {
    Situation s =
        launched(started("[1]"))
            .podSays(with(phases(null, null), measured(1, 3)))
            .takeUntil(Step.RecordRun.class);

    assertThat(spent(s)).isNull();
  }

  @Test
  void aDriverWhoseTimesAreNoneIsNotCounted() {
    Situation s =
        launched(started("[1]"))
            .podSays(with(phases("noon", "2026-03-01T12:00:41Z"), measured(1, 3)))
            .takeUntil(Step.RecordRun.class);

    assertThat(spent(s)).isNull();
  }

  @Test
  void trialsAddUpWithTheAttemptsThatFailed() {
    Situation s =
        launched(
                Situation.applied(
                    Manifests.benchmark("[1]", "  measurement: {trials: 2, iterations: 1}")))
            .after(Duration.ofSeconds(40))
            .podSays(with(phases("2026-03-01T12:00:04Z", "2026-03-01T12:00:39Z"), trial(1, 1, 3)));
    launched(s)
        .after(Duration.ofSeconds(5))
        .podSays(failed(1, FailureReason.STORAGE_UNREACHABLE, "no answer"))
        .takeUntil(Step.Retry.class)
        .after(Duration.ofSeconds(60));
    launched(s)
        .after(Duration.ofSeconds(30))
        // The second attempt began at 12:01:45.
        .podSays(with(phases("2026-03-01T12:01:46Z", "2026-03-01T12:02:14Z"), trial(2, 1, 3)))
        .takeUntil(Step.RecordRun.class);

    assertThat(spent(s))
        .isEqualTo(
            TimeSpentBuilder.builder()
                .podSec(5)
                .jvmSec(1)
                .checkSec(2)
                .sessionSec(4)
                .executorsSec(6)
                .schemaSec(3)
                .cacheSec(1)
                .warmupsSec(14)
                .iterationsSec(18.246)
                .uploadSec(0.5)
                .endSec(3.5)
                .failedSec(5)
                .totalSec(75)
                .build());
  }

  @Test
  void theMessageSaysHowMuchWasMeasured() {
    Situation s =
        launched(started("[1]"))
            .after(Duration.ofSeconds(40))
            .podSays(with(phases("2026-03-01T12:00:04Z", "2026-03-01T12:00:39Z"), measured(1, 3)))
            .nextPodSays(reported())
            .settle();

    assertThat(s.status().message())
        .isEqualTo(
            "1 node: 3.0 s; one trial does not say how much of this is chance: set measurement.trials to 3 or more; measuring took 9 s of 40 s");
  }

  private static Situation launched(Situation s) {
    return s.takeUntil(Step.ConfirmPod.class);
  }

  private static TimeSpent spent(Situation s) {
    return s.status().runs().get(0).spent();
  }

  private static Phases phases(String startedAt, String answeredAt) {
    return PhasesBuilder.builder()
        .startedAt(startedAt)
        .jvm(0.5)
        .check(1)
        .session(2)
        .executors(3)
        .schema(1.5)
        .cache(0.5)
        .warmups(7)
        .iterations(9.1234)
        .upload(0.25)
        .stop(0.75)
        .answeredAt(answeredAt)
        .build();
  }
}
