// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.resource.PerformanceMetric;
import dev.sparkbench.local.GatewayRequests;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The original service's request and answer, with all real components behind them. */
class HttpIT {

  private static final String JOB_ID = "job_001";
  private static final String NAME = "id-job-0001";

  @ClusterFolder private Path folder;

  @Test
  void aRequestIsAnsweredWithWhatWasMeasured() throws Exception {
    try (TestCluster cluster = TestCluster.open(folder);
        Scenario scenario = new Scenario(cluster, NAME)) {
      scenario.putDataset(5_000);
      cluster.startOperator();
      TestCluster.Gateway gateway = cluster.openGateway();

      HttpResponse<String> response =
          GatewayRequests.post(
              gateway.uri().resolve("/submit-job"),
              gateway.token(),
              """
              {"job_id": "%s", "s3_path": "%s", "node_list": [1], "measurement": {"max_warmup_seconds": 0},
               "job_config": {"type": "descriptive", "tasks": ["row_count"]}}
              """
                  .formatted(JOB_ID, scenario.dataset().key()));

      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      PerformanceMetric measured = scenario.job().getStatus().performanceMetrics().get(0);
      String results = scenario.job().getStatus().resultPath();
      assertThat(parse(response.body()))
          .isEqualTo(
              parse(
                  """
                  {"status": "SUCCESS", "data": {"job_id": "job_001", "result_path": "%3$s",
                   "performance_metrics": [{"nodes": 1, "time_sec": %2$s, "speedup": 1.0, "efficiency": 1.0}],
                   "performance_metrics_s3": "%1$sperformance.csv", "outputs": {"1_nodes": "%1$s1_nodes.json"}}}
                  """
                      .formatted(
                          results,
                          measured.timeSec(),
                          results.replaceFirst("s3://[^/]+/(.*)/", "$1"))));
      assertThat(results).endsWith("/result/job_001/output/");
    }
  }

  private static JsonNode parse(String json) throws Exception {
    return ExpectedOutputs.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
