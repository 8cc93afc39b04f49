// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real kubectl, run as a person would run it with one cluster, with a home of its own. */
final class Kubectl {

  private static final Pattern VERSION = Pattern.compile("v1\\.(\\d+)\\..*");
  private static final long SECONDS = 30;

  private final Path home;
  private final Path kubeconfig;

  Kubectl(Path home, Path kubeconfig) {
    this.home = home;
    this.kubeconfig = kubeconfig;
  }

  /**
   * The result of a command.
   *
   * @param code the exit code
   */
  record Result(int code, String out, String err) {}

  /**
   * Why there is no kubectl of at least that minor version of Kubernetes; empty if there is one.
   */
  static Optional<String> missing(int minor) {
    try {
      Process process = new ProcessBuilder("kubectl", "version", "--client", "-o", "json").start();
      String version =
          new ObjectMapper()
              .readTree(process.getInputStream())
              .at("/clientVersion/gitVersion")
              .asText();
      Matcher matcher = VERSION.matcher(version);
      return matcher.matches() && Integer.parseInt(matcher.group(1)) >= minor
          ? Optional.empty()
          : Optional.of(
              "tests with kubectl 1.%d or newer: the kubectl on the PATH is %s"
                  .formatted(minor, version));
    } catch (IOException e) {
      return Optional.of("tests with kubectl: no kubectl on the PATH");
    }
  }

  /** Runs it to its end. */
  Result run(String... arguments) {
    return run(Map.of(), arguments);
  }

  /** Runs it to its end, with more environment. */
  Result run(Map<String, String> environment, String... arguments) {
    try {
      Path out = Files.createTempFile(home, "out", "");
      Path err = Files.createTempFile(home, "err", "");
      ProcessBuilder builder = builder("kubectl", arguments);
      builder.environment().putAll(environment);
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("kubectl %s does not end".formatted(List.of(arguments)));
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The output of a command that must succeed. */
  String ok(String... arguments) {
    Result result = run(arguments);
    assertThat(result.err()).as("kubectl %s", List.of(arguments)).isEmpty();
    assertThat(result.code()).isZero();
    return result.out();
  }

  /** The error of a command that must fail. */
  String refused(String... arguments) {
    Result result = run(arguments);
    assertThat(result.code()).as("kubectl %s: %s", List.of(arguments), result).isNotZero();
    return result.err();
  }

  /** Runs it in the background; it prints everything into a file. */
  Background start(String... arguments) {
    return start(builder("kubectl", arguments));
  }

  /** Runs a script that uses it in the background, with more environment. */
  Background startScript(Map<String, String> environment, Path script, String... arguments) {
    ProcessBuilder builder = builder(script.toString(), arguments);
    builder.environment().putAll(environment);
    return start(builder);
  }

  private Background start(ProcessBuilder builder) {
    try {
      Path out = Files.createTempFile(home, "out", "");
      return new Background(
          builder.redirectErrorStream(true).redirectOutput(out.toFile()).start(), out);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private ProcessBuilder builder(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", System.getenv("PATH"),
                "HOME", home.toString(),
                "KUBECONFIG", kubeconfig.toString()));
    return builder;
  }

  /** A command that keeps running. */
  record Background(Process process, Path out) implements AutoCloseable {

    String printed() {
      try {
        return Files.readString(out, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
