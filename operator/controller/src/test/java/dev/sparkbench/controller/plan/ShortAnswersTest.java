// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sparkbench.api.contract.AnswerLimit;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.Regression;
import dev.sparkbench.api.contract.ReportResult;
import dev.sparkbench.api.resource.SparkBenchmarkJobStatus;
import dev.sparkbench.controller.Manifests;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Answers of pods with so many containers that little room is left for them. */
class ShortAnswersTest {

  private static final int BYTES = AnswerLimit.of(AnswerLimit.MAX_CONTAINERS);

  @Test
  void aRunThatHadNoRoomForItsDigitsCounts() {
    double[] samples = DoubleStream.iterate(2.345678901, s -> s + 1e-3).limit(50).toArray();
    Situation situation =
        Situation.running(Manifests.benchmark("[1]", "  measurement: {iterations: 50, trials: 1}"))
            .podEnds(0, "Completed", Answers.measured(1, samples).toTerminationMessage(BYTES));
    situation.take();

    List<Double> kept = situation.status().runs().get(0).samples();
    assertThat(kept).hasSize(samples.length);
    for (int i = 0; i < samples.length; i++) {
      assertThat(kept.get(i)).isCloseTo(samples[i], within(samples[i] * 5e-6));
    }
  }

  @Test
  void aFailureThatHadNoRoomForItsMessageHasItsReason() {
    String answer =
        Answers.failed(1, FailureReason.MALFORMED_DATA, "größer 💥 ".repeat(500))
            .toTerminationMessage(BYTES);
    Situation situation = Situation.running("[1]").podEnds(1, "Error", answer);
    situation.take();

    assertThat(situation.status().runs().get(0).reason()).isEqualTo("MalformedData");
    assertThat(situation.status().runs().get(0).message()).startsWith("größer 💥").endsWith("…");
  }

  @Test
  void aReportThatHadNoRoomForItsUrisIsWhereItAlwaysIs() {
    ReportResult reported = Answers.reported();
    String answer =
        new ReportResult(
                Contract.VERSION,
                reported.performanceCsv(),
                reported.performanceJson(),
                reported.reportHtml(),
                List.of(),
                new Regression(false, "NotSlower", "as fast as before ".repeat(50)),
                Collections.nCopies(3, "a remark ".repeat(50)),
                null)
            .toTerminationMessage(BYTES);
    assertThat(answer).doesNotContain("s3://");
    Situation situation = Situation.reporting().podEnds(0, "Completed", answer);
    situation.take();

    SparkBenchmarkJobStatus status = situation.status();
    String output = "s3://bucket/user123/result/sales/output/";
    assertThat(status.performanceMetricsS3()).isEqualTo(output + "performance.csv");
    assertThat(status.reportS3()).isEqualTo(output + "report.html");
    assertThat(status.conditions())
        .filteredOn(condition -> condition.type().equals("Regressed"))
        .singleElement()
        .satisfies(condition -> assertThat(condition.reason()).isEqualTo("NotSlower"));
  }
}
