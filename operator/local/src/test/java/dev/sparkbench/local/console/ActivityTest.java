// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.console;

import static dev.sparkbench.local.console.Situations.DRIVER;
import static dev.sparkbench.local.console.Situations.driver;
import static dev.sparkbench.local.console.Situations.executor;
import static dev.sparkbench.local.console.Situations.job;
import static dev.sparkbench.local.console.Situations.pod;
import static dev.sparkbench.local.console.Situations.run;
import static dev.sparkbench.local.console.Situations.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.resource.CurrentPod;
import dev.sparkbench.controller.pods.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ActivityTest {

  private static final Function<String, Optional<DriverStep>> NO_LOG = pod -> Optional.empty();

  private final Set<String> measured = new HashSet<>();

  @Test
  void beforeTheOperatorHasSeenIt() {
    assertThat(Activity.of(job(null), List.of(), measured, NO_LOG))
        .isEqualTo(new Activity("", "waiting for the operator"));
  }

  @Test
  void whileTheDriverStarts() {
    assertActivity("2 nodes: starting the driver", "2 nodes: starting the driver");
    assertActivity(
        "2 nodes: starting the driver", "2 nodes: starting the driver", driver("Pending"));
  }

  @Test
  void whenTheDriverCannotStart() {
    Pod stuck =
        new PodBuilder(driver("Pending"))
            .editStatus()
            .addNewContainerStatus()
            .withNewState()
            .withNewWaiting("secret \"x\" not found", "CreateContainerConfigError")
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();
    String text =
        "2 nodes: the driver cannot start: CreateContainerConfigError: secret \"x\" not found";

    assertActivity(text, text, stuck);
  }

  @Test
  void whileExecutorsStart() {
    assertActivity(
        "2 nodes: starting executors",
        "2 nodes: driver up, 1 of 2 executors up",
        driver("Running"),
        executor(1, "Running"),
        executor(2, "Pending"),
        pod("foreign", "Running", Map.of(Labels.DRIVER, "another")));
  }

  @Test
  void whileMeasuringAndThereafter() {
    assertActivity(
        "2 nodes: warming up",
        "2 nodes: all executors up, warming up",
        driver("Running"),
        executor(1, "Running"),
        executor(2, "Running"));
    assertThat(measured).containsExactly(DRIVER);

    assertActivity("", "2 nodes: finishing", driver("Running"), executor(1, "Running"));
    assertActivity("", "2 nodes: the driver has ended", driver("Succeeded"));
  }

  @Test
  void whileTheDriverTellsHowFarItIs() {
    DriverStep step = new DriverStep("measuring", "measuring: iteration 1 of 3 took 2.1 s");

    assertThat(
            Activity.of(
                job(running(run(1, CurrentPod.State.Running)).build()),
                List.of(driver("Running"), executor(1, "Running"), executor(2, "Running")),
                measured,
                pod -> pod.equals(DRIVER) ? Optional.of(step) : Optional.empty()))
        .isEqualTo(
            new Activity("2 nodes: measuring", "2 nodes: measuring: iteration 1 of 3 took 2.1 s"));
  }

  @Test
  void aLaterAttemptIsSaidToBeOne() {
    assertThat(
            Activity.of(
                    job(running(run(2, CurrentPod.State.Running)).build()),
                    List.of(),
                    measured,
                    NO_LOG)
                .text())
        .isEqualTo("2 nodes (attempt 2): starting the driver");
  }

  @Test
  void betweenAttempts() {
    assertThat(
            Activity.of(
                job(running(run(1, CurrentPod.State.Backoff)).build()),
                List.of(),
                measured,
                NO_LOG))
        .isEqualTo(new Activity("", "waiting for the next attempt"));
  }

  @Test
  void aFurtherTrial() {
    CurrentPod third =
        new CurrentPod(
            CurrentPod.Purpose.Run,
            2,
            3,
            2,
            "a-s1-n2-t3-a2",
            CurrentPod.State.Running,
            "2026-01-01T00:00:00Z",
            null,
            null,
            null);
    assertThat(Activity.of(job(running(third).build()), List.of(), measured, NO_LOG).text())
        .isEqualTo("2 nodes, trial 3 (attempt 2): starting the driver");
  }

  @Test
  void theReport() {
    CurrentPod report =
        new CurrentPod(
            CurrentPod.Purpose.Report,
            null,
            null,
            1,
            "report",
            CurrentPod.State.Running,
            "2026-01-01T00:00:00Z",
            null,
            null,
            null);

    assertThat(Activity.of(job(running(report).build()), List.of(), measured, NO_LOG))
        .isEqualTo(new Activity("writing the report", "writing the report"));
  }

  private void assertActivity(String stage, String text, Pod... pods) {
    assertThat(
            Activity.of(
                job(running(run(1, CurrentPod.State.Running)).build()),
                List.of(pods),
                measured,
                NO_LOG))
        .isEqualTo(new Activity(stage, text));
  }
}
