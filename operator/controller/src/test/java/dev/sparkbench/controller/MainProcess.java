// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of the operator's image as a separate process, which ends with the test. */
public final class MainProcess implements AutoCloseable {

  /** The exit code of a JVM that was asked to end. */
  public static final int ENDED_BY_SIGTERM = 143;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;

  private MainProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a program.
   *
   * @param main its class
   * @param folder its home, with its log
   * @param client a client of the API server that it must use
   * @param environment the rest of its environment
   */
  public static MainProcess start(
      Class<?> main, Path folder, KubernetesClient client, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // The heap that it has in the chart's pods.
            "-Xmx256m",
            // It ends before optimized code would help.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            // Not the tests' own.
            "-Dlogback.configurationFile=logback.xml",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName());
    // Nothing of the user's: no kubeconfig, no JVM options.
    builder.environment().clear();
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("KUBERNETES_MASTER", client.getMasterUrl().toString());
    builder.environment().putAll(environment);
    Path log = folder.resolve("log");
    return new MainProcess(
        builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
  }

  /** What it has printed so far. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** Asks it to end, as a kubelet would. */
  public void terminate() {
    process.destroy();
  }

  /** Waits until it has ended, and returns its exit code. */
  public int exitCode() throws InterruptedException {
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("it has ended").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
