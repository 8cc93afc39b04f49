// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers of pods with several containers, after the kubelet has cut long ones. */
class AnswerLimitTest {

  /** All of as many variants as there may be, with names as long as they may be. */
  private static final Map<String, List<Integer>> DIFFERING =
      IntStream.range(0, 8)
          .boxed()
          .collect(
              Collectors.toMap(
                  i -> "name-with-20-letter" + i,
                  i -> IntStream.rangeClosed(993, 1000).boxed().toList()));

  private static final String UMLAUTS = "größer als „ß“ 💥 \u0001\n".repeat(200);

  private static final Phases PHASES =
      PhasesBuilder.builder()
          .startedAt("2026-03-01T12:00:00.123456789Z")
          .jvm(1.23456789012)
          .check(12.3456789012)
          .session(3.45678901234)
          .executors(123.456789012)
          .schema(0.12345678901)
          .cache(0)
          .warmups(123.456789012)
          .iterations(1234.56789012)
          .upload(0.12345678901)
          .stop(1.23456789012)
          .answeredAt("2026-03-01T12:30:00.123456789Z")
          .build();

  static IntStream containers() {
    return IntStream.rangeClosed(1, AnswerLimit.MAX_CONTAINERS);
  }

  @ParameterizedTest
  @CsvSource({"1, 4096", "3, 4096", "4, 3072", "5, 2457", "6, 2048", "16, 768"})
  void theKubeletSharesTwelveKibibytesAmongContainers(int containers, int bytes) {
    assertThat(AnswerLimit.kept(containers)).isEqualTo(bytes);
  }

  @Test
  void thereIsRoomForContainersThatOthersAdd() {
    assertThat(AnswerLimit.of(1)).isEqualTo(AnswerLimit.kept(5));
  }

  @Test
  void theEnvironmentSaysHowLongAnAnswerMayBe() {
    assertThat(AnswerLimit.from(Map.of())).isEqualTo(4096);
    assertThat(AnswerLimit.from(Map.of(AnswerLimit.VARIABLE, "2457"))).isEqualTo(2457);
    assertThat(AnswerLimit.from(Map.of(AnswerLimit.VARIABLE, "99999"))).isEqualTo(4096);
    assertThat(AnswerLimit.from(Map.of(AnswerLimit.VARIABLE, "1"))).isEqualTo(768);
    assertThat(AnswerLimit.from(Map.of(AnswerLimit.VARIABLE, "many"))).isEqualTo(768);
  }

  @Test
  void anAnswerIsAsExactAsThereIsRoomFor() {
    List<Double> samples = IntStream.range(0, 20).mapToObj(i -> 2.345678901 + i / 1e3).toList();
    RunReport report = measured(samples);
    assertThat(arrived(report, 1)).isEqualTo(report);
    assertThat(report.toTerminationMessage(AnswerLimit.of(1)))
        .isEqualTo(report.toTerminationMessage());
  }

  @ParameterizedTest
  @MethodSource("containers")
  void allOfAHundredSamplesArrive(int containers) {
    Random random = new Random(containers);
    for (double seconds : List.of(0.000_812, 0.0213, 0.9876, 9.99, 64.2, 3_456.7, 98_765.4)) {
      List<Double> samples =
          random.doubles(RunReport.MAX_SAMPLES, 1, 1.3).map(d -> d * seconds).boxed().toList();
      RunReport arrived = arrived(measured(samples), containers);

      assertThat(arrived.succeeded()).isTrue();
      assertThat(arrived.nodes()).isEqualTo(1000);
      assertThat(arrived.trial()).isEqualTo(10);
      assertThat(arrived.datasetIdentity()).startsWith("sha256:f");
      assertThat(arrived.samples()).hasSize(samples.size());
      // Six significant digits wherever others leave room for them, never fewer than three.
      double error = containers <= 4 ? 5e-6 : containers <= 10 ? 5e-4 : 5e-3;
      for (int i = 0; i < samples.size(); i++) {
        assertThat(arrived.samples().get(i))
            .isCloseTo(samples.get(i), within(samples.get(i) * error));
      }
      if (containers <= 4) {
        assertThat(arrived.phases().iterations()).isCloseTo(PHASES.iterations(), within(1e-3));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("containers")
  void samplesOfManyOrdersOfMagnitudeArriveOrAreAFailure(int containers) {
    List<Double> samples =
        IntStream.range(0, RunReport.MAX_SAMPLES)
            .mapToObj(i -> i % 2 == 0 ? 1e-6 / 3 : 1e6 / 3)
            .toList();
    RunReport arrived = arrived(measured(samples), containers);
    if (arrived.succeeded()) {
      assertThat(arrived.samples()).hasSize(samples.size()).allMatch(s -> s > 0);
    } else {
      assertThat(arrived.failure().message())
          .contains("100 samples from 3.3", "take containers out of driver.podTemplate");
    }
  }

  @ParameterizedTest
  @MethodSource("containers")
  void aFailureArrivesWithAsMuchOfItsMessageAsFits(int containers) {
    for (String message : List.of(UMLAUTS, "x".repeat(5_000), "💥".repeat(2_000), "short")) {
      Failure failure = new Failure(FailureReason.MALFORMED_DATA, message);
      RunReport arrived =
          arrived(
              RunReportBuilder.builder()
                  .version(1)
                  .outcome(RunReport.Outcome.FAILED)
                  .nodes(1000)
                  .trial(10)
                  .attempt(10)
                  .samples(null)
                  .executorsRegistered(1000)
                  .executorsLost(1000)
                  .disturbed(0)
                  .datasetIdentity("sha256:" + "f".repeat(64))
                  .phases(PHASES)
                  .failure(failure)
                  .instanceTypes(null)
                  .build(),
              containers);

      assertThat(arrived.succeeded()).isFalse();
      assertThat(arrived.failure().reason()).isEqualTo(FailureReason.MALFORMED_DATA);
      isTheBeginning(arrived.failure().message(), failure.message(), 250);
    }
  }

  @ParameterizedTest
  @MethodSource("containers")
  void aReportsAnswerArrivesWithAllVariantsThatDiffer(int containers) {
    ReportResult result =
        new ReportResult(
            3,
            "s3://b/" + "k".repeat(990),
            null,
            null,
            null,
            new Regression(true, "Slower", UMLAUTS),
            Collections.nCopies(3, UMLAUTS),
            null,
            DIFFERING,
            true);
    ReportResult arrived = cut(result.toTerminationMessage(AnswerLimit.of(containers)), containers);

    assertThat(arrived.differing()).isEqualTo(DIFFERING);
    assertThat(arrived.outputsUnknown()).isTrue();
    assertThat(arrived.regression().slower()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("containers")
  void aReportsAnswerArrivesWithWhatVerdictsNeed(int containers) {
    ResultLayout layout =
        new ResultLayout(
            S3Uri.parse("s3://" + "b".repeat(63) + "/" + "k".repeat(990) + "/output/"));
    List<Integer> disagreeing = IntStream.rangeClosed(969, 1000).boxed().toList();
    for (String text : List.of(UMLAUTS, "x".repeat(500), "x")) {
      ReportResult result =
          new ReportResult(
              1,
              layout.performanceCsv().toString(),
              layout.performanceJson().toString(),
              layout.reportHtml().toString(),
              disagreeing,
              new Regression(true, "Slower", text),
              Collections.nCopies(3, text),
              null);
      ReportResult arrived =
          cut(result.toTerminationMessage(AnswerLimit.of(containers)), containers).located(layout);

      assertThat(arrived.succeeded()).isTrue();
      assertThat(arrived.performanceCsv()).isEqualTo(result.performanceCsv());
      assertThat(arrived.performanceJson()).isEqualTo(result.performanceJson());
      assertThat(arrived.reportHtml()).isEqualTo(result.reportHtml());
      assertThat(arrived.disagreeing()).isEqualTo(disagreeing);
      assertThat(arrived.regression().slower()).isTrue();
      assertThat(arrived.regression().reason()).isEqualTo("Slower");
      isTheBeginning(arrived.regression().message(), result.regression().message(), 300);
      for (int i = 0; i < arrived.remarks().size(); i++) {
        isTheBeginning(arrived.remarks().get(i), result.remarks().get(i), 40);
      }
      if (text.length() == 1) {
        assertThat(arrived).isEqualTo(result);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("containers")
  void aReportThatFailedSaysWhy(int containers) {
    Failure failure = new Failure(FailureReason.ACCESS_DENIED, UMLAUTS);
    ReportResult arrived =
        cut(
            ReportResult.failed(failure).toTerminationMessage(AnswerLimit.of(containers)),
            containers);
    assertThat(arrived.failure().reason()).isEqualTo(FailureReason.ACCESS_DENIED);
    isTheBeginning(arrived.failure().message(), failure.message(), 500);
  }

  static Stream<String> noSamples() {
    return Stream.of(
        "\"\"", "\"e\"", "\"x 1\"", "\"e1 x\"", "\"e99999999999 1\"", "{}", "[{}]", "7");
  }

  @ParameterizedTest
  @MethodSource("noSamples")
  void whatIsNoSamplesIsRefused(String samples) {
    String json = "{\"version\":1,\"samples\":%s}".formatted(samples);
    assertThatThrownBy(() -> Contract.read(json, RunReport.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not a RunReport");
  }

  /**
   * The part that the operator gets when a service mesh and other tools have added their
   * containers.
   */
  private static RunReport arrived(RunReport report, int containers) {
    return Contract.read(
        keptByTheKubelet(
            report.toTerminationMessage(AnswerLimit.of(containers)),
            containers + AnswerLimit.INJECTED_CONTAINERS),
        RunReport.class);
  }

  private static ReportResult cut(String message, int containers) {
    return Contract.read(
        keptByTheKubelet(message, containers + AnswerLimit.INJECTED_CONTAINERS),
        ReportResult.class);
  }

  private static String keptByTheKubelet(String message, int containers) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    return new String(
        bytes, 0, Math.min(bytes.length, 12 * 1024 / containers), StandardCharsets.UTF_8);
  }

  /** The text itself, or a beginning of it in whole characters that uses all of the room. */
  private static void isTheBeginning(String arrived, String text, int atLeastBytes) {
    if (!arrived.equals(text)) {
      assertThat(arrived).endsWith("…");
      assertThat(text).startsWith(arrived.substring(0, arrived.length() - 1));
      assertThat(arrived).doesNotContain("?", "\uFFFD");
      assertThat(Wire.bytesOf(arrived)).isGreaterThanOrEqualTo(atLeastBytes);
    }
  }

  private static RunReport measured(List<Double> samples) {
    return RunReportBuilder.builder()
        .version(1)
        .outcome(RunReport.Outcome.SUCCEEDED)
        .nodes(1000)
        .trial(10)
        .attempt(10)
        .samples(samples)
        .executorsRegistered(1000)
        .executorsLost(1000)
        .disturbed(100)
        .datasetIdentity("sha256:" + "f".repeat(64))
        .phases(PHASES)
        .failure(null)
        .instanceTypes(null)
        .build();
  }
}
