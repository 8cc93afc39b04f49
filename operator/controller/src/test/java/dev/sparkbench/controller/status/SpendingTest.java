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
import dev.sparkbench.api.contract.TimeSpent;
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
        .isEqualTo(new TimeSpent(4.25, 0.5, 1, 2, 3, 1.5, 0.5, 7, 9.123, 0.25, 1.75, 0, 40));
  }

  @Test
  void clocksThatDisagreeDoNotMakeTimesNegative() {
    Situation s =
        launched(started("[1]"))
            .after(Duration.ofSeconds(40))
            .podSays(with(phases("2026-03-01T11:59:58Z", "2026-03-01T12:00:41Z"), measured(1, 3)))
            .takeUntil(Step.RecordRun.class);

    assertThat(spent(s))
        .isEqualTo(new TimeSpent(0, 0.5, 1, 2, 3, 1.5, 0.5, 7, 9.123, 0.25, 0.75, 0, 40));
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

    assertThat(spent(s)).isEqualTo(new TimeSpent(5, 1, 2, 4, 6, 3, 1, 14, 18.246, 0.5, 3.5, 5, 75));
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
    return new Phases(startedAt, 0.5, 1, 2, 3, 1.5, 0.5, 7, 9.1234, 0.25, 0.75, answeredAt);
  }
}
