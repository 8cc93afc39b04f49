// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command that `helm test` runs. */
@NeedsHelm
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "tests of `helm test`: they run a shell script")
class ReadyzTest {

  private static final Container CONTAINER =
      Chart.render(Chart.DEFAULTS).one(Pod.class).getSpec().getContainers().get(0);

  @TempDir Path folder;

  private HttpServer operator;
  private volatile int answer = 200;

  @BeforeEach
  void start() throws IOException {
    operator = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    operator.createContext(
        "/readyz",
        exchange -> {
          byte[] body = "answer\n".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    operator.start();
  }

  @AfterEach
  void stop() {
    operator.stop(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget", "bash"})
  void itSucceedsWithAnyOfThreePrograms(String program) throws Exception {
    assumeOnPath(program);
    assertThat(run(program)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"curl", "wget", "bash"})
  void itFailsWhenTheOperatorIsNotReady(String program) throws Exception {
    assumeOnPath(program);
    answer = 503;
    assertThat(run(program)).isEqualTo(1);
  }

  @Test
  void itAsksTheService() {
    Service service = Chart.render(Chart.DEFAULTS).one(Service.class);
    assertThat(
            CONTAINER.getEnv().stream()
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue)))
        .isEqualTo(
            Map.of(
                "HOST", "bench-sparkbench-operator.sparkbench.svc",
                "PORT", String.valueOf(service.getSpec().getPorts().get(0).getPort()),
                "ATTEMPTS", "30"));
  }

  @Test
  void itIsAHookThatCleansUpAfterItself() throws IOException {
    assertThat(Files.readString(Chart.FOLDER.resolve("templates/tests/readyz.yaml")))
        .contains("helm.sh/hook: test\n")
        .contains("helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded\n");
  }

  @Test
  void itNeedsNoFurtherImage() {
    assertThat(CONTAINER.getImage())
        .isEqualTo("sparkbench-operator:" + System.getProperty("sparkbench.version"));
    assertThat(
            Chart.render("test: {image: busybox:1}")
                .one(Pod.class)
                .getSpec()
                .getContainers()
                .get(0)
                .getImage())
        .isEqualTo("busybox:1");
  }

  /** Runs the container's command once, with a shell that finds only the given program. */
  private int run(String program) throws IOException, InterruptedException {
    Path link = folder.resolve(program);
    Files.writeString(link, "#!/bin/sh\nexec %s \"$@\"\n".formatted(onPath(program).orElseThrow()));
    Files.setPosixFilePermissions(link, PosixFilePermissions.fromString("rwx------"));
    List<String> command = new ArrayList<>(CONTAINER.getCommand());
    command.addAll(CONTAINER.getArgs());
    ProcessBuilder process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    process.environment().clear();
    process
        .environment()
        .putAll(
            new TreeMap<>(
                Map.of(
                    "PATH", folder.toString(),
                    "HOST", operator.getAddress().getHostString(),
                    "PORT", String.valueOf(operator.getAddress().getPort()),
                    "ATTEMPTS", "1")));
    return process.start().waitFor();
  }

  private static void assumeOnPath(String program) {
    assumeTrue(
        onPath(program).isPresent(),
        "tests of `helm test` with %1$s: no %1$s on the PATH".formatted(program));
  }

  private static Optional<Path> onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(entry -> Path.of(entry, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
