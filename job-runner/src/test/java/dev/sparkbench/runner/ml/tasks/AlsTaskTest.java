// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.fixture.MlJob;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlsTaskTest {

  private static final String DDL =
      "customer BIGINT, item SMALLINT, rating DECIMAL(6,2), name STRING";

  @Test
  void completesAMatrixOfOneFactor() {
    JsonNode output =
        job()
            .with("als.rank", 1)
            .with("als.regParam", "0.001")
            .with("als.maxIter", 5)
            .output("als");

    assertThat(output.at("/model").toString()).isEqualTo("{\"rank\":1,\"users\":30,\"items\":20}");
    assertThat(output.at("/rows/read").asInt()).isEqualTo(600);
    assertThat(output.at("/metrics/predicted")).isEqualTo(output.at("/rows/tested"));
    // Ratings are from 1 to 12.
    assertThat(output.at("/metrics/rmse").asDouble()).isBetween(0.0, 0.05);
    assertThat(output.at("/metrics/mae").asDouble())
        .isLessThanOrEqualTo(output.at("/metrics/rmse").asDouble());
    assertThat(output.get("iterations").asInt()).isEqualTo(5);
  }

  @Test
  void hasNoErrorToSpeakOfWithImplicitRatings() {
    JsonNode metrics =
        job().with("als.implicitPrefs", true).with("als.maxIter", 2).output("als").get("metrics");

    assertThat(metrics.get("rmse").isNull()).isTrue();
    assertThat(metrics.get("predicted").asInt()).isPositive();
  }

  @Test
  void predictsNothingForUsersItHasNotSeen() {
    List<Object[]> rows = new ArrayList<>();
    for (long user = 0; user < 100; user++) {
      rows.add(row(user, (short) (user % 5), 3, "x"));
    }

    JsonNode output =
        MlJob.of(DDL, rows).with("als.user", "customer").with("als.maxIter", 1).output("als");

    assertThat(output.at("/rows/tested").asInt()).isPositive();
    assertThat(output.at("/metrics").toString())
        .isEqualTo("{\"predicted\":0,\"rmse\":null,\"mae\":null}");
  }

  @Test
  void namesTheColumnThatIsMissing() {
    assertThat(MlJob.of(DDL, List.of()).failure("als"))
        .isEqualTo(
            new Failure(
                FailureReason.COLUMN_NOT_FOUND,
                "jobConfig.parameters.als.user names 'user', which the dataset does not have; nearest of its 4 columns: 'item', 'customer', 'name'"));
  }

  /** Texts, and numbers beyond 32 bits, are numbered; the model is that of small numbers. */
  @Test
  void takesIdsAsDataHasThem() {
    List<Object[]> rows = new ArrayList<>();
    for (Object[] row : ratings()) {
      long user = (long) row[0];
      rows.add(new Object[] {"u-%02dac".formatted(user), 3_000_000_000L + (short) row[1], row[2]});
    }
    JsonNode output =
        exact(MlJob.of("user STRING, item BIGINT, rating DECIMAL(6,2)", rows)).output("als");
    JsonNode small = exact(job()).output("als");

    assertThat(output.get("numbered").toString()).isEqualTo("{\"user\":30,\"item\":20}");
    assertThat(small.has("numbered")).isFalse();
    assertThat(output.get("model")).isEqualTo(small.get("model"));
    assertThat(output.at("/rows")).isEqualTo(small.at("/rows"));
    assertThat(output.at("/metrics/rmse").asDouble()).isBetween(0.0, 0.05);
  }

  private static MlJob exact(MlJob job) {
    return job.with("als.rank", 1).with("als.regParam", "0.001").with("als.maxIter", 5);
  }

  @Test
  void refusesIdsThatAreNone() {
    assertThat(
            MlJob.of(
                    "user DOUBLE, item INT, rating INT",
                    List.<Object[]>of(new Object[] {1.5, 1, 2}))
                .failure("als"))
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_TASK,
                "jobConfig.parameters.als.user names 'user', which in 1 rows is no whole number: name another column"));
    assertThat(MlJob.of("user BOOLEAN, item INT, rating INT", List.of()).failure("als"))
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_TASK,
                "jobConfig.parameters.als.user names 'user' of type boolean, but als takes whole numbers and texts: name another column"));
    assertThat(MlJob.of("user INT, item INT, rating STRING", List.of()).failure("als"))
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_TASK,
                "jobConfig.parameters.als.rating names 'rating' of type string, but als takes numbers: name another column"));
  }

  private static MlJob job() {
    return MlJob.of(DDL, ratings()).with("als.user", "customer");
  }

  private static List<Object[]> ratings() {
    List<Object[]> rows = new ArrayList<>();
    for (int user = 0; user < 30; user++) {
      for (int item = 0; item < 20; item++) {
        rows.add(row(user, (short) item, (1 + user % 4) * (1 + item % 3), "x"));
      }
    }
    return rows;
  }

  private static Object[] row(long customer, short item, int rating, String name) {
    return new Object[] {customer, item, java.math.BigDecimal.valueOf(rating), name};
  }
}
