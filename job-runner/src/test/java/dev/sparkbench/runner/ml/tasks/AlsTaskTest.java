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

  @Test
  void refusesTexts() {
    assertThat(MlJob.of(DDL, List.of()).with("als.user", "name").failure("als"))
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_TASK,
                "jobConfig.parameters.als.user names 'name' of type string, but als takes numbers: name another column"));
  }

  @Test
  void refusesIdentifiersThatAreTooLarge() {
    List<Object[]> rows =
        List.of(row(3_000_000_000L, (short) 1, 2, "x"), row(1, (short) 1, 2, "x"));

    assertThat(MlJob.of(DDL, rows).with("als.user", "customer").failure("als"))
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_TASK,
                "jobConfig.parameters.als.user names 'customer', which in 1 rows is no whole number from -2147483648 to 2147483647: name another column"));
  }

  private static MlJob job() {
    List<Object[]> rows = new ArrayList<>();
    for (int user = 0; user < 30; user++) {
      for (int item = 0; item < 20; item++) {
        rows.add(row(user, (short) item, (1 + user % 4) * (1 + item % 3), "x"));
      }
    }
    return MlJob.of(DDL, rows).with("als.user", "customer");
  }

  private static Object[] row(long customer, short item, int rating, String name) {
    return new Object[] {customer, item, java.math.BigDecimal.valueOf(rating), name};
  }
}
