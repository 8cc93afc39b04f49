// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeEventsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SafeEvents events = new SafeEvents(new Secrets(List.of("hush \"hush\"")));

  @ParameterizedTest
  @CsvSource({
    "Spark Properties, spark.company.pin, 1234, (redacted)",
    "Spark Properties, spark.executor.memory, 1g, 1g",
    "Hadoop Properties, fs.s3a.proxy.username, me, (redacted)",
    "Hadoop Properties, fs.s3a.retry.limit, 3, 3",
    "System Properties, my.pin, 1234, (redacted)",
    "System Properties, spark.company.pin, 1234, (redacted)",
    "System Properties, java.version, 17, 17",
    "Metrics Properties, *.sink.mine.login, 1234, (redacted)",
    "Properties, spark.company.pin, 1234, (redacted)",
    "Properties, spark.job.description, count, count",
    "Properties, spark.sql.execution.id, 7, 7",
    "modifiedConfigs, spark.sql.catalog.lake.sigv4, x, (redacted)",
    "modifiedConfigs, spark.sql.shuffle.partitions, 3, 3",
  })
  void showsPropertiesThatAreKnownToBeHarmless(
      String section, String name, String value, String shown) throws IOException {
    JsonNode event = JSON.createObjectNode().set(section, JSON.createObjectNode().put(name, value));

    assertThat(safe(event).get(section).get(name).asText()).isEqualTo(shown);
  }

  @Test
  void takesKnownSecretsOutOfAllTexts() throws IOException {
    JsonNode event =
        JSON.readTree(
            """
            {"Event": "E", "Time": 1.5, "Stage Info": {"Details": ["a hush \\"hush\\" b", "x"]}, \
            "Properties": {"spark.job.description": "say hush \\"hush\\""}}\
            """);

    assertThat(safe(event))
        .isEqualTo(
            JSON.readTree(
                """
                {"Event": "E", "Time": 1.5, "Stage Info": {"Details": ["a (redacted) b", "x"]}, \
                "Properties": {"spark.job.description": "say (redacted)"}}\
                """));
  }

  @Test
  void leavesOutALineThatIsCutOff() {
    assertThat(events.of("{\"Event\":\"SparkListenerTas")).isEmpty();
  }

  private JsonNode safe(JsonNode event) throws IOException {
    return JSON.readTree(events.of(event.toString()).orElseThrow());
  }
}
