// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

/** Statuses of a release that supported only one trial. */
class EarlierStatusTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void theirPodsAreOfTheFirstTrial() throws JsonProcessingException {
    CurrentPod run =
        JSON.readValue(
            """
            {"purpose": "Run", "nodes": 2, "attempt": 1, "pod": "sales-g1-n2-t1-a1",
             "state": "Running", "startTime": "2026-03-01T12:00:00Z"}
            """,
            CurrentPod.class);
    assertThat(run.trial()).isEqualTo(1);
    CurrentPod report =
        JSON.readValue(
            """
            {"purpose": "Report", "attempt": 1, "pod": "sales-g1-report-a1", "state": "Running",
             "startTime": "2026-03-01T12:00:00Z"}
            """,
            CurrentPod.class);
    assertThat(report.trial()).isNull();
  }

  @Test
  void theirSamplesAreOfTheFirstTrial() throws JsonProcessingException {
    assertThat(
            JSON.readValue(
                    "{\"nodes\": 2, \"state\": \"Succeeded\", \"samples\": [1.5]}", RunStatus.class)
                .measuredTrials())
        .isEqualTo(1);
    assertThat(RunStatus.pending(null, 2).measuredTrials()).isZero();
  }
}
