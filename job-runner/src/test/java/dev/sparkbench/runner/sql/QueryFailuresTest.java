// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.QueryResult;
import dev.sparkbench.runner.failure.Failures;
import dev.sparkbench.runner.failure.QueryError;
import dev.sparkbench.runner.failure.Step;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.TestStore;
import java.util.Map;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reports of queries that fail while they run, with the exceptions that Spark throws. */
class QueryFailuresTest {

  private static final Map<String, String> ANSI = Map.of("spark.sql.ansi.enabled", "true");

  @BeforeEach
  void ansi() {
    LocalSpark.spark().conf().set("spark.sql.ansi.enabled", "true");
  }

  @AfterEach
  void notAnsi() {
    SparkSession.active().conf().unset("spark.sql.ansi.enabled");
  }

  @ParameterizedTest
  @EnumSource(QueryResult.class)
  void aDivisionByZero(QueryResult result) {
    assertThat(failure("SELECT sale / (sale - 3) FROM sales", result))
        .isEqualTo(
            new Failure(
                FailureReason.QUERY_FAILED,
                "query ratio failed while it ran (DIVIDE_BY_ZERO): correct it or the data; the driver's log has the details"));
  }

  @Test
  void aDivisionByZeroBeforeAnyTask() {
    assertThat(failure("SELECT 1 / 0", QueryResult.Discard).message())
        .startsWith("query ratio failed while it ran (DIVIDE_BY_ZERO)");
  }

  @Test
  void aValueThatIsNone() {
    Failure failure = failure("SELECT CAST(store AS INT) FROM sales", QueryResult.Discard);

    assertThat(failure.message()).contains("(CAST_INVALID_INPUT)").doesNotContain("s3", "s0");
    assertThat(failure.reason()).isEqualTo(FailureReason.QUERY_FAILED);
  }

  @Test
  void aMessageWithWhatARowHolds() {
    Failure failure =
        failure("SELECT raise_error(concat('secret ', store)) FROM sales", QueryResult.Discard);

    assertThat(failure)
        .isEqualTo(
            new Failure(
                FailureReason.QUERY_FAILED,
                "query ratio failed while it ran (RuntimeException): correct it or the data; the driver's log has the details"));
  }

  @Test
  void aSubqueryWithTooManyRows() {
    assertThat(
            failure("SELECT (SELECT sale FROM sales WHERE sale < 2)", QueryResult.Discard)
                .message())
        .contains("(SCALAR_SUBQUERY_TOO_MANY_ROWS)");
  }

  @Test
  void isToldWhenTheResultsAreLookedAtToo() {
    PlannedQueries work = plan("SELECT sale / (sale - 3) FROM sales", QueryResult.Discard);

    assertThat(explained(catchThrowable(work::check)).message())
        .startsWith("query ratio failed while it ran (DIVIDE_BY_ZERO)");
  }

  @Test
  void noMemory() {
    // Not in a task: that would end the JVM of an executor, which is this one.
    assertThat(explained(new QueryError("q", new OutOfMemoryError())))
        .extracting(Failure::reason)
        .isEqualTo(FailureReason.OUT_OF_MEMORY);
  }

  @Test
  void executorsThatAreLost() {
    Failure failure =
        explained(
            new QueryError(
                "q",
                new SparkException(
                    "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent failure: Lost task 0.3 in stage 1.0 (TID 3) (10.0.0.5 executor 1): ExecutorLostFailure (executor 1 exited caused by one of the running tasks) Reason: Remote RPC client disassociated.")));

    assertThat(failure.reason()).isEqualTo(FailureReason.EXECUTORS_UNAVAILABLE);
  }

  private static Failure failure(String text, QueryResult result) {
    return explained(catchThrowable(() -> plan(text, result).parts().get(0).computation().get()));
  }

  private static PlannedQueries plan(String text, QueryResult result) {
    return Queries.over("sales", Queries.sales(2))
        .query("ratio", text)
        .result(result)
        .sparkConf(ANSI)
        .plan();
  }

  private static Failure explained(Throwable e) {
    assertThat(e).isNotNull();
    return new Failures(
            "s3://bucket/sales", "csv", TestStore.get().storage(), "s3://bucket/out", ANSI)
        .of(e, Step.COMPUTING, () -> false);
  }
}
