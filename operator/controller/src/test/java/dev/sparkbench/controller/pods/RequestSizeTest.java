package dev.sparkbench.controller.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import dev.sparkbench.controller.spec.Resolution;
import dev.sparkbench.controller.spec.SpecResolver;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class RequestSizeTest {

  @Test
  void tellsTheFiguresAndWhatToShorten() {
    SparkBenchmarkJob job = withColumns(1000, 140);
    Resolution resolution = RequestSize.fitting(resolve(job), job);
    assertThat(resolution).isInstanceOf(Resolution.Invalid.class);
    assertThat(((Resolution.Invalid) resolution).violations())
        .singleElement()
        .asString()
        .matches(
            "spec.dataset.columns: makes the request of a run 14\\d{4} bytes long, and a pod can take 131072; shorten it, or what comes next: spec[.].*");
  }

  /** What is refused is what would not fit: not more, and what the pod really gets fits. */
  @Test
  void whatIsNotRefusedFits() {
    int columns = 1000;
    int length = 100;
    while (resolution(withColumns(columns, length + 1)) instanceof Resolution.Valid) {
      length++;
    }
    SparkBenchmarkJob largest = withColumns(columns, length);
    int sent = sent(largest);
    assertThat(sent).isLessThanOrEqualTo(RequestSize.LARGEST_VARIABLE);
    // One character more in each name would not have fitted, but for what later runs are told.
    assertThat(sent + columns + 600).isGreaterThan(RequestSize.LARGEST_VARIABLE);
  }

  /** The kubelet makes one dollar sign of two before the process starts. */
  @Test
  void dollarSignsCountOnce() {
    SparkBenchmarkJob job =
        Manifests.benchmark(
            "[1]", "  dataset: {schema: \"a INT COMMENT '%s'\"}".formatted("$".repeat(65_000)));
    assertThat(resolution(job)).isInstanceOf(Resolution.Valid.class);
    SparkBenchmarkJob umlauts =
        Manifests.benchmark(
            "[1]",
            "  dataset: {schema: \"a INT COMMENT '%s'\"}".formatted("\u20ac".repeat(65_000)));
    assertThat(resolution(umlauts)).isInstanceOf(Resolution.Invalid.class);
  }

  /** The figure is the kernel's. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void linuxTakesExactlyThatMuch() throws Exception {
    int value = RequestSize.LARGEST_VARIABLE - "A=".length() - 1;
    assertThat(starts("x".repeat(value))).isTrue();
    assertThat(starts("x".repeat(value + 1))).isFalse();
  }

  private static boolean starts(String value) throws InterruptedException {
    ProcessBuilder process = new ProcessBuilder("/bin/true");
    process.environment().put("A", value);
    try {
      return process.start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int sent(SparkBenchmarkJob job) {
    Situation situation = Situation.applied(job);
    situation.takeUntil(Step.Launch.class);
    EnvVar variable =
        DriverPods.of(
                job,
                ((Resolution.Valid) resolve(job)).benchmark(),
                situation.status(),
                situation.status().current())
            .getSpec()
            .getContainers()
            .get(0)
            .getEnv()
            .stream()
            .filter(it -> it.getName().equals(Contract.RUN_VARIABLE))
            .findFirst()
            .orElseThrow();
    String value = variable.getValue().replace("$$", "$");
    return (variable.getName() + "=" + value).getBytes(StandardCharsets.UTF_8).length + 1;
  }

  private static Resolution resolution(SparkBenchmarkJob job) {
    return RequestSize.fitting(resolve(job), job);
  }

  private static Resolution resolve(SparkBenchmarkJob job) {
    return new SpecResolver(Manifests.DEFAULTS).resolve(job);
  }

  private static SparkBenchmarkJob withColumns(int count, int length) {
    String columns =
        IntStream.range(0, count)
            .mapToObj(i -> "%s%04d".formatted("c".repeat(length - 4), i))
            .collect(Collectors.joining(", "));
    return Manifests.benchmark("[1]", "  dataset: {columns: [%s]}".formatted(columns));
  }
}
