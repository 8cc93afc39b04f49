// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import static dev.sparkbench.controller.Manifests.DEFAULTS;
import static dev.sparkbench.controller.Manifests.benchmark;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Partitions;
import dev.sparkbench.api.resource.MeasurementSpec.Order;
import dev.sparkbench.api.scaling.ComparisonGoal;
import dev.sparkbench.controller.spec.Benchmark.Cell;
import dev.sparkbench.controller.spec.Benchmark.Variant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariantsTest {

  private static final String THREE =
      """
        sparkConf: {spark.locality.wait: 0s, spark.memory.fraction: "0.5"}
        executor:
          cores: 2
          memory: 2Gi
          podTemplate:
            metadata: {labels: {team: data}}
            spec: {nodeSelector: {disk: ssd}, tolerations: [{key: a}]}
        cost: {executorHourPrice: "0.5"}
        variants:
        - {name: base}
        - name: arm
          image: arm:1
          sparkConf: {spark.memory.fraction: "0.7"}
          executor:
            podTemplate:
              spec: {nodeSelector: {kubernetes.io/arch: arm64}, tolerations: [{key: b}]}
          cost: {executorHourPrice: "0.4"}
        - {name: slim, executor: {cores: 1}, driver: {memory: 2Gi}, nodeList: [8, 2]}
        comparison: {maxSlowdownPercent: 5, minSpeedup: "1.2"}
      """;

  private final SpecResolver resolver = new SpecResolver(DEFAULTS, Allowed.EVERYTHING);

  @Test
  void eachIsTheSpecWithWhatItSaysPutOver() {
    Benchmark benchmark = valid(THREE);
    assertThat(benchmark.variants())
        .extracting(Variant::name)
        .containsExactly("base", "arm", "slim");
    Benchmark arm = benchmark.of("arm");
    assertThat(arm.pods().settings().image()).isEqualTo("arm:1");
    assertThat(arm.pods().sparkConf())
        .isEqualTo(Map.of("spark.locality.wait", "0s", "spark.memory.fraction", "0.7"));
    assertThat(arm.pods().executor().cores()).isEqualTo(2);
    assertThat(arm.pods().executor().heapMiB()).isEqualTo(2048);
    assertThat(arm.pods().executor().template())
        .isEqualTo(
            Map.of(
                "metadata",
                Map.of("labels", Map.of("team", "data")),
                "spec",
                Map.of(
                    "nodeSelector",
                    Map.of("disk", "ssd", "kubernetes.io/arch", "arm64"),
                    "tolerations",
                    List.of(Map.of("key", "b")))));
    assertThat(arm.assessment().price().orElseThrow().perExecutorHour())
        .isEqualByComparingTo("0.4");
    Benchmark slim = benchmark.of("slim");
    assertThat(slim.nodeList()).containsExactly(2, 8);
    assertThat(slim.pods().executor().cores()).isEqualTo(1);
    assertThat(slim.pods().driver().heapMiB()).isEqualTo(2048);
    assertThat(slim.assessment().price().orElseThrow().perExecutorHour())
        .isEqualByComparingTo("0.5");
    assertThat(benchmark.of("base").pods()).isEqualTo(benchmark.pods());
    assertThat(benchmark.assessment().comparison())
        .isEqualTo(new ComparisonGoal(Optional.of(5), Optional.of(1.2)));
  }

  @Test
  void allHaveTheSameWorkAndFoldersOfTheirOwn() {
    Benchmark benchmark = valid(THREE);
    // Four nodes with two cores have the same number of slots as eight with one.
    assertThat(benchmark.variants())
        .extracting(it -> it.benchmark().measurement().run().partitionCount())
        .containsOnly(8);
    assertThat(benchmark.of("arm").layout().output().toString())
        .isEqualTo(benchmark.layout().output() + "arm/");
    assertThat(benchmark.cells())
        .containsExactly(
            new Cell("base", 1, 2),
            new Cell("base", 4, 8),
            new Cell("arm", 1, 2),
            new Cell("arm", 4, 8),
            new Cell("slim", 2, 2),
            new Cell("slim", 8, 8));
    assertThat(benchmark.measurement().order()).isEqualTo(Order.Shuffled);
    assertThat(valid(THREE + "  measurement: {order: Ascending}\n").measurement().order())
        .isEqualTo(Order.Ascending);
  }

  @Test
  void aVariantMayReadItsDataInAnotherWay() {
    Benchmark benchmark =
        valid(
            """
              measurement: {partitionCount: 12}
              variants:
              - {name: base}
              - {name: fine, measurement: {partitionCount: 100}}
              - {name: kept, measurement: {cache: Memory}}
              - {name: own, measurement: {partitions: PerNodeCount}}
            """);
    assertThat(benchmark.of("base").measurement().run().partitionCount()).isEqualTo(12);
    assertThat(benchmark.of("fine").measurement().run().partitionCount()).isEqualTo(100);
    assertThat(benchmark.of("kept").measurement().run().partitionCount()).isEqualTo(12);
    assertThat(benchmark.of("kept").measurement().run().cacheInMemory()).isTrue();
    assertThat(benchmark.of("fine").measurement().run().cacheInMemory()).isFalse();
    assertThat(benchmark.of("own").measurement().run().partitions())
        .isEqualTo(Partitions.PerNodeCount);
    assertThat(benchmark.of("own").measurement().run().partitionCount()).isNull();
  }

  @Test
  void withoutAnyNothingChanges() {
    Benchmark benchmark = valid("");
    assertThat(benchmark.variants()).isEmpty();
    assertThat(benchmark.of(null)).isSameAs(benchmark);
    assertThat(benchmark.cells()).containsExactly(new Cell(null, 1, 1), new Cell(null, 4, 4));
    assertThat(benchmark.measurement().order()).isEqualTo(Order.Ascending);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{name: a}, {name: a}]|spec.variants.name: 'a' is there twice",
        "[{name: A}]|spec.variants.name: 'A' must be 1 to 20 small letters",
        "[{name: a}, null]|spec.variants: has an entry without content",
        "[{name: a}, {image: b}]|spec.variants.name: '' must be 1 to 20 small letters",
        "[{name: a, cost: {executorHourPrice: '1'}}, {name: b, cost: {executorHourPrice: '1', currency: JPY}}]|spec.variants.cost.currency: differs: USD, JPY; give all prices in one currency",
        "[{name: a}, {name: b, measurement: {partitionCount: 0}}]|spec.variants[b].measurement.partitionCount: 0 ",
        "[{name: output}]|spec.variants.name: 'output' must be",
        "[{name: a}, {name: b, executor: {memory: 1G}}]|spec.variants[b].executor.memory: '1G' must be a whole number of Mi or Gi",
        "[{name: a}, {name: b, executor: {memory: 64Mi}}]|spec.variants[b].executor.memory: '64Mi' is too little for Spark to start",
        "[{name: a}, {name: b, nodeList: [0]}]|spec.variants[b].nodeList: 0 is not a node count",
        "[{name: a}, {name: b, sparkConf: {spark.master: x}}]|spec.variants[b].sparkConf: 'spark.master'",
        "[{name: a}, {name: b, cost: {executorHourPrice: x}}]|spec.variants[b].cost.executorHourPrice: 'x' must be a decimal number",
        "[{name: a, executor: {podTemplate: {spec: {volumes: []}}}}]|spec.variants[a].executor.podTemplate.spec.volumes: is not for a variant",
        "[{name: a, driver: {podTemplate: {metadata: {annotations: {a: b}}}}}]|spec.variants[a].driver.podTemplate.metadata.annotations: is not for a variant",
      })
  void namesTheVariantThatIsWrong(String variants, String problem) {
    assertThat(problems("  variants: %s\n".formatted(variants))).startsWith(problem);
  }

  @Test
  void saysWhatIsWrongWithTheRestOnce() {
    assertThat(problems(THREE.replace("memory: 2Gi\n    pod", "memory: 2G\n    pod")))
        .isEqualTo(
            "spec.executor.memory: '2G' must be a whole number of Mi or Gi, such as 512Mi or 2Gi");
  }

  @Test
  void hasRoomForSoManyNodeCounts() {
    String long33 =
        IntStream.rangeClosed(1, 22).mapToObj(String::valueOf).collect(Collectors.joining(","));
    assertThat(
            problems(
                "  variants: [{name: a, nodeList: [%1$s]}, {name: b, nodeList: [%1$s]}, {name: c, nodeList: [%1$s]}]\n"
                    .formatted(long33)))
        .startsWith("spec.variants: have 66 node counts together");
  }

  @Test
  void aComparisonNeedsSomethingToCompare() {
    assertThat(problems("  comparison: {maxSlowdownPercent: 5}\n"))
        .isEqualTo(
            "spec.comparison: is for variants; give two or more in spec.variants, or remove it");
    assertThat(problems("  variants: [{name: a}, {name: b}]\n  comparison: {}\n"))
        .isEqualTo(
            "spec.comparison: is empty; give maxSlowdownPercent or minSpeedup, or remove it");
    assertThat(problems("  variants: [{name: a}, {name: b}]\n  comparison: {minSpeedup: '0'}\n"))
        .startsWith("spec.comparison.minSpeedup: '0' must be a decimal number above 0");
    assertThat(problems("  variants: [{name: a}, {name: b}]\n  comparison: {minSpeedup: '1,2'}\n"))
        .startsWith("spec.comparison.minSpeedup: '1,2' must match ")
        .doesNotContain(";");
  }

  private Benchmark valid(String more) {
    Resolution resolution = resolver.resolve(benchmark("[1, 4]", more));
    assertThat(resolution).isInstanceOf(Resolution.Valid.class);
    return ((Resolution.Valid) resolution).benchmark();
  }

  private String problems(String more) {
    return ((Resolution.Invalid) resolver.resolve(benchmark("[1, 4]", more)))
        .violations().stream().map(Violation::toString).collect(Collectors.joining("; "));
  }
}
