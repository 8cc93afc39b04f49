// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.runner.fixture.RunRequests;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real entry point with a real java, as in a driver pod. */
class ProductionPathTest {

  @TempDir Path folder;

  @Test
  void reportsAnUnreachableStoreInsteadOfWaitingForIt() throws Exception {
    // A store that accepts the connection and then does not answer takes the longest to detect.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      Storage storage = new Storage("http://127.0.0.1:" + silent.getLocalPort(), "us-east-1", true);
      Path scratch = Files.createDirectories(folder.resolve("scratch with space"));
      Path classPath =
          Files.writeString(scratch.resolve("classpath"), "\"" + productionClassPath() + "\"");
      Path answer = folder.resolve("termination-log");
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(
                      System.getProperty("sparkbench.root"),
                      "job-runner/src/main/image/entrypoint.sh")
                  .toString(),
              "run");
      builder.environment().clear();
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("SPARKBENCH_CLASSPATH_FILE", classPath.toString());
      builder.environment().put("SPARKBENCH_SCRATCH", scratch.toString());
      builder.environment().put("AWS_ACCESS_KEY_ID", "key");
      builder.environment().put("AWS_SECRET_ACCESS_KEY", "hush-hush");
      builder.environment().put(Contract.TERMINATION_LOG_VARIABLE, answer.toString());
      builder
          .environment()
          .put(
              Contract.RUN_VARIABLE,
              Contract.write(RunRequests.of("s3://data/x.csv").storage(storage).build()));
      Path log = folder.resolve("log");
      Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      try {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }

      assertThat(process.exitValue()).isEqualTo(RunnerMain.FAILURE);
      RunReport report = Contract.read(Files.readString(answer), RunReport.class);
      assertThat(report.failure().reason()).isEqualTo(FailureReason.STORAGE_UNREACHABLE);
      assertThat(Files.readString(log))
          .contains("ERROR Run: the run failed: " + storage.endpoint() + " does not answer")
          .doesNotContain("hush-hush");
    }
  }

  /** Without the tests' own logging. */
  private static String productionClassPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(":"))
        .filter(entry -> !entry.endsWith("/test-classes"))
        .collect(Collectors.joining(":"));
  }
}
