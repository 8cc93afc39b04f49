// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With lines as drivers write them. */
class DriverStepTest {

  private static final String START =
      """
      2026-01-01T00:00:24.085Z INFO  KubernetesClusterSchedulerBackend: SchedulerBackend is ready
      2026-01-01T00:00:31.388Z INFO  SparkContext: Created broadcast 4 from broadcast
      """;
  private static final String FIRST_WARM_UP =
      "2026-01-01T00:00:35.698Z INFO  Warmup: warm-up 1: 4.486691 s\n";
  private static final String LAST_WARM_UP =
      "2026-01-01T00:00:38.038Z INFO  Warmup: warm-up 2: 2.339624 s\n";
  private static final String WARM =
      "2026-01-01T00:00:38.040Z INFO  Warmup: warm after 2 passes: not known\n";
  private static final String ITERATION =
      """
      2026-01-01T00:00:42.573Z INFO  Iterations: iteration 1, 3 wanted: 2.227711 s
      2026-01-01T00:00:42.613Z INFO  SparkContext: Created broadcast 11 from broadcast
      """;

  @TempDir Path folder;

  @Test
  void beforeTheFirstPassHasEndedThereIsNone() throws IOException {
    assertThat(DriverStep.latest(folder.resolve("none"))).isEmpty();
    assertThat(DriverStep.latest(log(START))).isEmpty();
  }

  @Test
  void theLastPassThatEndedIsTold() throws IOException {
    assertThat(DriverStep.latest(log(START + FIRST_WARM_UP)))
        .contains(new DriverStep("warming up", "warming up: pass 1 took 4.486691 s"));
    assertThat(DriverStep.latest(log(START + FIRST_WARM_UP + LAST_WARM_UP)))
        .contains(new DriverStep("warming up", "warming up: pass 2 took 2.339624 s"));
    assertThat(DriverStep.latest(log(START + FIRST_WARM_UP + LAST_WARM_UP + WARM)))
        .contains(new DriverStep("measuring", "measuring, warm-ups: 2"));
    assertThat(DriverStep.latest(log(START + FIRST_WARM_UP + LAST_WARM_UP + WARM + ITERATION)))
        .contains(
            new DriverStep("measuring", "measuring: iteration 1 took 2.227711 s, 3 are wanted"));
  }

  private Path log(String text) throws IOException {
    return Files.writeString(folder.resolve("log"), text);
  }
}
