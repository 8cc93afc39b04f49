package dev.sparkbench.controller.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.ReportRequest;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.api.scaling.Samples;
import dev.sparkbench.api.scaling.ScalingTable;
import dev.sparkbench.controller.Manifests;
import dev.sparkbench.controller.plan.Answers;
import dev.sparkbench.controller.plan.Situation;
import dev.sparkbench.controller.plan.Step;
import dev.sparkbench.controller.spec.Resolution;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RequestsTest {

  /** The report's costs are computed of what it is told here, the status' of its own. */
  @Test
  void theReportComesToTheCostsOfTheStatus() {
    Situation situation =
        Situation.applied(
            Manifests.benchmark(
                "[1, 2, 4]",
                """
                  measurement: {iterations: 1, trials: 2}
                  cost:
                    executorHourPrice: "0.37"
                    spotSharePercent: 30
                    spotDiscountPercent: 65
                    instanceTypes:
                    - {name: m5.large, executorHourPrice: "0.113"}
                    - {name: m5.xlarge, executorHourPrice: "0.23"}
                """));
    for (int trial = 1; trial <= 2; trial++) {
      for (RunReport report :
          List.of(
              Answers.on(Map.of("m5.large", 1), Answers.trial(trial, 1, 9.1)),
              Answers.on(Map.of("m5.large", 1, "m5.xlarge", 1), Answers.trial(trial, 2, 5.3)),
              Answers.on(Map.of("m5.large", trial, "c5", 1), Answers.trial(trial, 4, 3.7)))) {
        situation.nextPodSays(report).takeUntil(Step.RecordRun.class);
      }
    }
    ReportRequest request =
        Requests.report(
            ((Resolution.Valid) situation.observe().spec()).benchmark(), situation.status());

    assertThat(request.runs())
        .extracting(ReportRequest.RunResult::instanceTypes)
        .containsExactly(
            Map.of("m5.large", 2),
            Map.of("m5.large", 2, "m5.xlarge", 2),
            Map.of("m5.large", 3, "c5", 2));
    Map<Integer, Samples> samples =
        request.measured().stream()
            .collect(
                Collectors.toMap(
                    ReportRequest.RunResult::nodes,
                    run -> new Samples(run.samples(), run.trials())));
    assertThat(situation.status().performanceMetrics())
        .extracting(PerformanceMetric::cost)
        .doesNotContainNull()
        .doesNotHaveDuplicates()
        .containsExactlyElementsOf(
            ScalingTable.of(samples).points().stream()
                .map(point -> request.costs().of(point).orElseThrow().toPlainString())
                .toList());
  }
}
