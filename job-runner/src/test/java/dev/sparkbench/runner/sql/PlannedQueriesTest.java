// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.QueryResult;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.WorkDone;
import dev.sparkbench.runner.work.Part;
import dev.sparkbench.runner.work.Result;
import java.lang.ref.WeakReference;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole of a query is measured, each time from the beginning. */
class PlannedQueriesTest {

  private static final int PARTS = 8;

  @AfterAll
  static void usualPartitions() {
    SparkSession.active().conf().unset("spark.sql.adaptive.coalescePartitions.enabled");
    LocalSpark.spark();
  }

  @BeforeEach
  void eightShufflePartitions() {
    SparkSession spark = LocalSpark.spark();
    spark.conf().set("spark.sql.shuffle.partitions", String.valueOf(PARTS));
    spark.conf().set("spark.sql.adaptive.coalescePartitions.enabled", "false");
  }

  /**
   * How many tasks run, with eight splits and eight shuffle partitions. A count would run nine for
   * each of them: it needs neither order nor columns.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Any ten rows are a result: the driver stops after the first task, but a sink needs ten
        // rows of each task.
        "SELECT * FROM sales LIMIT 10|Discard|9",
        "SELECT * FROM sales LIMIT 10|Collect|1",
        // Sampled for its ranges, written for the shuffle, sorted.
        "SELECT * FROM sales ORDER BY price|Discard|24",
        "SELECT * FROM sales ORDER BY price|Collect|24",
        "SELECT * FROM sales ORDER BY price LIMIT 10|Discard|9",
        "SELECT * FROM sales ORDER BY price LIMIT 10|Collect|8",
        "SELECT *, row_number() OVER (PARTITION BY store ORDER BY price) FROM sales|Discard|16",
        "SELECT *, row_number() OVER (PARTITION BY store ORDER BY price) FROM sales|Collect|16",
        "SELECT store, sum(price) FROM sales GROUP BY store|Discard|16",
        "SELECT * FROM sales|Discard|8"
      })
  void isDoneCompletelyAndAnewEachTime(String text, QueryResult result, int tasks) {
    PlannedQueries work =
        Queries.over("sales", Queries.sales(PARTS)).query("q", text).result(result).plan();
    Part<QueryRun> part = work.parts().get(0);

    for (int time = 1; time <= 2; time++) {
      WorkDone done = WorkDone.of(() -> part.computation().get());

      assertThat(done.tasksOnInput() + done.tasksOnShuffled()).as("time %d", time).isEqualTo(tasks);
    }
  }

  @Test
  void computesEveryColumnThatAQueryReturns() {
    PlannedQueries work =
        Queries.over("sales", Queries.sales(1))
            .query("q", "SELECT store, raise_error('computed') FROM sales ORDER BY store")
            .plan();

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> work.parts().get(0).computation().get()))
        .hasRootCauseMessage("computed");
  }

  @Test
  void takesResultsOfAnyShape() {
    PlannedQueries work =
        Queries.over("sales", Queries.sales(1))
            .query(
                "q",
                "SELECT sale, sale, null, interval '1' day, map(1, 2), array(struct(1.5, 'x')), x'00', sale + 1 FROM sales")
            .plan();

    work.check();
    assertThat(Queries.run(work)).hasSize(1);
    assertThat(work.digests().get("q").rows()).isEqualTo(800);
  }

  @Test
  void tellsOfEachQueryHowItWasPlannedAndWhatItReturned() {
    PlannedQueries work =
        Queries.over("sales", Queries.sales(2))
            .query("revenue", "SELECT store, sum(price) FROM sales GROUP BY store")
            .query("some", "SELECT * FROM sales LIMIT 3")
            .query("drawn", "SELECT rand() AS x, uuid() FROM sales")
            .query("first", "SELECT *, row_number() OVER (ORDER BY store) AS n FROM sales")
            .plan();

    assertThat(work.check()).isTrue();
    Result result = work.result(Queries.run(work));

    assertThat(result.outputs()).containsOnlyKeys("revenue", "some", "drawn", "first");
    JsonNode revenue = result.outputs().get("revenue");
    assertThat(revenue.path("text").asText()).startsWith("SELECT store, sum");
    assertThat(revenue.path("plan").asText()).hasSize(32);
    assertThat(revenue.path("reproducible").asBoolean()).isTrue();
    assertThat(revenue.path("result").path("rows").asLong()).isEqualTo(7);
    assertThat(revenue.path("result").path("floats").get(0).path("column").asText())
        .isEqualTo("sum(price)");
    assertThat(result.outputs().get("drawn").path("reproducible").asBoolean()).isFalse();
    assertThat(result.outputs().get("drawn").path("varies_by").toString())
        .isEqualTo("[\"rand\",\"uuid\"]");
    assertThat(result.outputs().get("first").path("varies_by_ties").toString())
        .isEqualTo("[\"row_number\"]");
    assertThat(result.phases().get("revenue"))
        .containsOnlyKeys("analysis", "optimization", "parsing", "planning");
    assertThat(result.remarks())
        .containsExactly(
            "query some has a LIMIT without ORDER BY: with result Discard every task computes as many rows; with Collect Spark stops when it has enough, and reads less",
            "the result of query some was not compared: with LIMIT without ORDER BY it may be another one each time",
            "the result of query drawn was not compared: with rand, uuid it may be another one each time");
  }

  @Test
  void saysNothingOfResultsBeforeTheyWereLookedAt() {
    PlannedQueries work = Queries.over("sales", Queries.sales(1)).query("q", "SELECT 1").plan();

    assertThat(work.result(Queries.run(work)).outputs().get("q").has("result")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"Discard", "Collect"})
  void knowsAPlanAgainAndTellsOthersApart(QueryResult result) {
    String join =
        "SELECT * FROM sales JOIN stores ON sales.store = stores.store WHERE sales.price > (SELECT avg(price) FROM sales)";
    Queries queries =
        Queries.over("sales", Queries.sales(2))
            .and("stores", Queries.sales(2))
            .query("join", join)
            .result(result);
    PlannedQueries work = queries.plan();
    String broadcast = plan(work);

    assertThat(plan(work)).isEqualTo(broadcast);
    assertThat(plan(queries.plan())).isEqualTo(broadcast);

    // Joined in another way while it runs: the plan before is the same.
    work.spark().conf().set("spark.sql.autoBroadcastJoinThreshold", "-1");
    try {
      assertThat(plan(work)).isNotEqualTo(broadcast);
    } finally {
      work.spark().conf().unset("spark.sql.autoBroadcastJoinThreshold");
    }
  }

  private static String plan(PlannedQueries work) {
    return work.result(Queries.run(work)).outputs().get("join").path("plan").asText();
  }

  @Test
  void letsGoOfWhatAQueryShuffledBeforeTheNext() {
    PlannedQueries work =
        Queries.over("sales", Queries.sales(2))
            .query("q", "SELECT store, sum(price) FROM sales GROUP BY store")
            .plan();
    QueryRun run = work.parts().get(0).computation().get();
    WeakReference<Object> execution = new WeakReference<>(run.execution());
    assertThat(execution.get()).isNotNull();

    work.beforeEachPart();

    assertThat(execution.get()).isNull();
    assertThat(run.planning()).isNotEmpty();
  }
}
