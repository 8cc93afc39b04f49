// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InstanceTypesTest {

  /** The part of an answer that arrives from a pod with four containers. */
  private static final int SMALLEST_MESSAGE = 2457;

  @Test
  void executorsAreCountedByTheirInstanceType() {
    assertThat(InstanceTypes.count(Stream.of("b", null, "a", "b", "")))
        .isEqualTo(Map.of("a", 1, "b", 2));
    assertThat(InstanceTypes.plus(Map.of("a", 1, "b", 2), Map.of("b", 3, "c", 1)))
        .isEqualTo(Map.of("a", 1, "b", 5, "c", 1));
  }

  @Test
  void ofManyTypesThoseWithTheMostExecutorsAreKept() {
    Map<String, Integer> many = new HashMap<>();
    IntStream.rangeClosed(1, 20).forEach(i -> many.put("type-" + i, i));
    assertThat(InstanceTypes.bounded(many))
        .hasSize(InstanceTypes.MAX_TYPES)
        .containsEntry("type-20", 20)
        .doesNotContainKey("type-12");
    assertThat(InstanceTypes.bounded(Map.of("x".repeat(64), 9, "none", 0))).isEmpty();
    assertThat(InstanceTypes.bounded(null)).isEmpty();
  }

  @Test
  void aDriversAnswerHasRoomForThem() {
    Map<String, Integer> longest = new HashMap<>();
    IntStream.range(0, InstanceTypes.MAX_TYPES)
        .forEach(i -> longest.put(i + "x".repeat(InstanceTypes.MAX_LENGTH - 1), 1000));
    // The most iterations that a run can have.
    RunReport report = report(Collections.nCopies(50, 1234.123456), longest);
    String message = report.toTerminationMessage();
    assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(SMALLEST_MESSAGE);
    assertThat(Contract.read(message, RunReport.class)).isEqualTo(report);
  }

  /** Neither side requires the other to be of the same release. */
  @Test
  void anAnswerWithoutThemIsOfUnknownTypes() {
    assertThat(
            Contract.read(
                    "{\"version\": 1, \"outcome\": \"SUCCEEDED\", \"nodes\": 1, \"samples\": [1]}",
                    RunReport.class)
                .instanceTypes())
        .isEmpty();
    ReportRequest.Cost cost =
        Contract.read(
                "{\"version\": 1, \"cost\": {\"executorHourPrice\": \"0.4\", \"currency\": \"EUR\"}}",
                ReportRequest.class)
            .cost();
    assertThat(cost.price().perExecutorHourByType()).isEmpty();
    assertThat(cost.price().perDriverHour()).isEqualTo(new BigDecimal("0.4"));
  }

  private static RunReport report(List<Double> samples, Map<String, Integer> types) {
    return RunReportBuilder.builder()
        .version(Contract.VERSION)
        .outcome(RunReport.Outcome.SUCCEEDED)
        .nodes(1000)
        .trial(20)
        .attempt(10)
        .samples(samples)
        .executorsRegistered(1000)
        .executorsLost(10)
        .disturbed(10)
        .datasetIdentity("sha256:" + "f".repeat(64))
        .phases(
            PhasesBuilder.builder()
                .startedAt("2026-03-01T12:00:00.123456789Z")
                .jvm(1234.123456)
                .check(1234.123456)
                .session(1234.123456)
                .executors(1234.123456)
                .schema(1234.123456)
                .cache(1234.123456)
                .warmups(1234.123456)
                .iterations(1234.123456)
                .upload(1234.123456)
                .stop(1234.123456)
                .answeredAt("2026-03-01T12:00:00.123456789Z")
                .build())
        .failure(null)
        .instanceTypes(types)
        .build();
  }
}
