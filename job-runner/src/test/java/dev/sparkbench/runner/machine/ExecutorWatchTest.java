// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExecutorWatchTest {

  private final ExecutorWatch watch = new ExecutorWatch();

  @Test
  void knowsNothingBeforeExecutorsTell() {
    assertThat(watch.machines()).isEmpty();
    assertThat(watch.jitSeconds(0, 10_000)).isEmpty();
    assertThat(watch.throttledSeconds(0, 10_000)).isEmpty();
    assertThat(watch.driverThrottledSeconds(0, 10_000)).isEmpty();
  }

  @Test
  void knowsWhatTheDriverSeesOfItself() {
    tell("1", 1_000, 0, 4.0, 1.0);
    watch.driverCounted(new Sample("driver", new Counters(7.0, 2.0, 0), 0), 1_000);
    watch.driverCounted(new Sample("driver", new Counters(9.0, 2.5, 0), 200), 2_000);
    assertThat(watch.driverThrottledSeconds(1_500, 3_000)).hasValue(0.5);
    assertThat(watch.throttledSeconds(1_500, 3_000)).hasValue(0.0);
    assertThat(watch.jitSeconds(1_500, 3_000)).hasValue(0.0);
  }

  @Test
  void addsUpWhatExecutorsTell() {
    tell("1", 1_000, 0, 4.0, null);
    tell("2", 1_000, 0, 1.0, 0.0);
    tell("1", 2_000, 200, 4.5, null);
    tell("2", 2_000, 200, 1.25, 3.0);
    // Another one, or the next iteration's.
    tell("2", 9_000, 200, 8.0, 9.0);

    assertThat(watch.jitSeconds(1_500, 3_000)).hasValue(0.75);
    assertThat(watch.throttledSeconds(1_500, 3_000)).hasValue(3.0);
  }

  @Test
  void countsTheAnswersOfAStoreThatAsksForFewerRequests() {
    assertThat(watch.throttledRequests()).isEmpty();
    assertThat(watch.throttledRequests(0, 10_000)).isEmpty();
    assertThat(watch.driverThrottledRequests()).isEmpty();

    watch.counted(new Sample("1", new Counters(1.0, null, 2), 0), 1_000);
    watch.counted(new Sample("2", new Counters(1.0, null, 0), 0), 1_000);
    watch.counted(new Sample("1", new Counters(1.0, null, 5), 200), 2_000);
    watch.counted(new Sample("2", new Counters(1.0, null, 1), 200), 9_000);
    watch.driverCounted(new Sample("driver", new Counters(1.0, null, 7), 0), 1_000);
    watch.gone("1");

    assertThat(watch.throttledRequests(1_500, 3_000)).hasValue(3.0);
    assertThat(watch.throttledRequests()).hasValue(6);
    assertThat(watch.driverThrottledRequests()).hasValue(7);
  }

  @Test
  void hasTheMachinesOfTheExecutorsThatAreThere() {
    List.of("10", "2", "1").forEach(executor -> watch.arrived(machine(executor)));
    watch.gone("1");
    assertThat(watch.machines()).containsExactly(machine("2"), machine("10"));
  }

  @Test
  void keepsWhatALostExecutorDidBefore() {
    watch.arrived(machine("1"));
    tell("1", 1_000, 0, 4.0, null);
    tell("1", 2_000, 200, 4.5, null);
    watch.gone("1");
    assertThat(watch.jitSeconds(0, 3_000)).hasValue(0.5);
  }

  @Test
  void readsTheEnvironmentThatThePodTemplateGives() {
    Machine machine =
        Machine.here(
            "1",
            Map.of(
                "SPARKBENCH_NODE_NAME", "node-a",
                "SPARKBENCH_NODE_ZONE", "eu-central-1a",
                // Before Kubernetes 1.35 the pod has no such label.
                "SPARKBENCH_NODE_REGION", ""),
            "X");
    assertThat(machine)
        .isEqualTo(
            new Machine(
                "1",
                "node-a",
                "eu-central-1a",
                null,
                null,
                "X",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
  }

  private void tell(String executor, long now, long since, Double jit, Double throttled) {
    watch.counted(new Sample(executor, new Counters(jit, throttled, 0), since), now);
  }

  private static Machine machine(String executor) {
    return Machine.here(executor, Map.of(), null);
  }
}
