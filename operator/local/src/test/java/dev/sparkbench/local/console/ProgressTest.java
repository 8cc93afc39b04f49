// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.console;

import static dev.sparkbench.local.apiserver.RunningApiServer.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.local.apiserver.RunningApiServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProgressTest {

  @RegisterExtension static final RunningApiServer api = new RunningApiServer();

  /** Otherwise the console would wait for ever. */
  @Test
  void itEndsWhenTheBenchmarkIsDeleted() throws Exception {
    SparkBenchmarkJob created = api.create(job("progress", "deleted"));
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(written, true, StandardCharsets.UTF_8), false, Clock.systemUTC());
    try (Progress progress =
        Progress.follow(api.client(), "progress", "deleted", pod -> Optional.empty(), console)) {
      api.client().resource(created).delete();

      assertThat(progress.end().get(1, TimeUnit.MINUTES)).isEmpty();
    }
  }
}
