// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.scale;

import dev.sparkbench.controller.OperatorMain;
import dev.sparkbench.local.apiserver.LocalApiServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The operator as a separate process, so that its memory and CPU time can be measured alone. */
final class OperatorProcess implements AutoCloseable {

  /** What it calls itself in its requests. */
  static final String USER_AGENT = "operator";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** The chart's memory limit, in bytes. */
  static final long MEMORY_LIMIT = 1L << 30;

  /**
   * The heap and the collector that the JVM itself chooses in the operator's image with that limit.
   */
  private static final List<String> JVM = List.of("-Xms8m", "-Xmx256m", "-XX:+UseSerialGC");

  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final long KIBIBYTE = 1024;
  private static final Pattern PORT = Pattern.compile("probes and metrics on port (\\d+)");

  private final Path java = Path.of(System.getProperty("java.home"), "bin");
  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  /** Starts the operator, and returns when it watches. */
  OperatorProcess(LocalApiServer server, Path folder) throws IOException {
    Path log = folder.resolve("operator.log");
    ProcessBuilder builder = new ProcessBuilder(java.resolve("java").toString());
    builder.command().addAll(JVM);
    builder
        .command()
        .addAll(
            List.of(
                // Not the tests' own.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                OperatorMain.class.getName()));
    // Nothing of the user's: no kubeconfig, no JVM options.
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "HOME", folder.toString(),
                "KUBERNETES_MASTER", "https://%s:%d/".formatted(server.host(), server.port()),
                "KUBERNETES_TRUST_CERTIFICATES", "true",
                "KUBERNETES_USER_AGENT", USER_AGENT,
                "SPARKBENCH_RUNNER_IMAGE", "runner:1",
                "SPARKBENCH_S3_BUCKET", "bucket",
                "SPARKBENCH_HEALTH_HOST", "127.0.0.1",
                "SPARKBENCH_HEALTH_PORT", "0"));
    process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    port =
        Awaitility.await()
            .atMost(LIMIT)
            .until(() -> port(Files.readString(log)), found -> found > 0);
  }

  /** Sets what to do when it has ended. */
  void whenEnded(Runnable action) {
    process.onExit().thenRun(action);
  }

  /** CPU time of all its threads so far. */
  Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElseThrow();
  }

  /** The peak of its memory so far, in bytes; 0 without {@code /proc}. */
  long peakMemory() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    return Files.exists(status)
        ? KIBIBYTE
            * PEAK.matcher(Files.readString(status))
                .results()
                .map(match -> match.group(1))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0)
        : 0;
  }

  /** Bytes of heap in use after a full collection. */
  long liveHeap() throws IOException, InterruptedException {
    // Twice, because the first collection only finds what finalizers and cleaners release.
    for (int i = 0; i < 2; i++) {
      new ProcessBuilder(java.resolve("jcmd").toString(), Long.toString(process.pid()), "GC.run")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    }
    return (long) metric("jvm_memory_used_bytes\\{area=\"heap\"");
  }

  /** How many reconciliations have begun. */
  double reconciliations() throws IOException, InterruptedException {
    return metric("operator_sdk_reconciliations_started_total");
  }

  /** How many resources were deleted and forgotten. */
  double forgotten() throws IOException, InterruptedException {
    return metric("operator_sdk_events_delete_total");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
    }
  }

  /** The sum of all series whose name and first labels match. */
  private double metric(String series) throws IOException, InterruptedException {
    String all =
        http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
                BodyHandlers.ofString())
            .body();
    return Pattern.compile("(?m)^" + series + ".* (\\S+)$")
        .matcher(all)
        .results()
        .map(match -> match.group(1))
        .mapToDouble(Double::parseDouble)
        .sum();
  }

  private int port(String log) {
    if (!process.isAlive()) {
      throw new IllegalStateException("the operator has ended: " + log);
    }
    return PORT.matcher(log)
        .results()
        .map(MatchResult::group)
        .map(text -> text.replaceFirst(".* ", ""))
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElse(0);
  }
}
