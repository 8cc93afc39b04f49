// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.catalogue.CanonicalQuery;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.QueryResult;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.SqlWorkload;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.api.contract.SqlWorkload.Query;
import dev.sparkbench.runner.cluster.Cluster;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import dev.sparkbench.runner.work.digest.DigestComparison;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs of queries, from tables and texts in the store to the document. */
class SqlRunTest {

  private static final Cluster MUST_NOT_START =
      request -> {
        throw new AssertionError("no executors for a run that cannot succeed");
      };

  private final TestStore store = TestStore.get();
  private final String bucket = store.newBucket();

  @BeforeEach
  void putTables() {
    StringBuilder sales = new StringBuilder("Store,price,a,b\n");
    IntStream.range(0, 400)
        .forEach(i -> sales.append("s%d,%d.25,%d,%d%n".formatted(i % 5, i, i, -i)));
    store.put(bucket, "sales.csv", sales.toString());
    store.put(
        bucket,
        "stores.json",
        "{\"store\": \"s1\", \"town\": \"Ulm\"}\n{\"store\": \"s2\", \"town\": \"Bonn\"}\n");
    store.put(
        bucket,
        "queries/towns.sql",
        "SELECT town, sum(PRICE) FROM sales JOIN stores ON sales.store = stores.store GROUP BY town");
  }

  @Test
  void measuresQueriesOverSeveralTables() throws JsonProcessingException {
    RunRequests request =
        request(
            QueryResult.Collect,
            List.of(CanonicalQuery.WINDOW),
            new Query("revenue", "SELECT store, sum(price) AS s FROM sales GROUP BY store;", null),
            new Query(null, null, uri("queries/")));

    JsonNode document = run(request.nodes(1, 2), "1_nodes.json");

    assertThat(document.path("type").asText()).isEqualTo("sql");
    assertThat(document.path("outputs").fieldNames())
        .toIterable()
        .containsExactly("revenue", "towns", "window");
    assertThat(document.at("/outputs/towns/text").asText()).startsWith("SELECT town, sum(PRICE)");
    assertThat(document.at("/outputs/towns/result/rows").asLong()).isEqualTo(2);
    assertThat(document.at("/outputs/window/result/rows").asLong()).isEqualTo(400);
    assertThat(document.at("/outputs/revenue/reproducible").asBoolean()).isTrue();
    assertThat(document.at("/timing/samples_sec")).hasSize(2);
    assertThat(document.at("/replay/refused").isNull()).isTrue();
    assertThat(document.at("/replay/tasks")).isEqualTo(document.at("/metrics/iterations/0/tasks"));
    assertThat(document.at("/replay/counts").findValues("nodes"))
        .extracting(JsonNode::asInt)
        .contains(1, 2, 4);

    JsonNode other = run(request.nodes(2, 2), "2_nodes.json");
    assertThat(DigestComparison.difference(document.path("outputs"), other.path("outputs")))
        .isEmpty();
    assertThat(DigestComparison.otherPlans(document.path("outputs"), other.path("outputs")))
        .isEmpty();

    store.put(bucket, "sales.csv", store.read(bucket, "sales.csv").replace("s1,1.25", "s2,1.25"));
    JsonNode changed = run(request.nodes(2, 2), "2_nodes.json");
    assertThat(DigestComparison.difference(document.path("outputs"), changed.path("outputs")))
        .hasValueSatisfying(
            what -> assertThat(what).startsWith("revenue: other values in column s"));
  }

  @Test
  void eachTableHasTheSchemaThatAnEarlierRunInferred() throws JsonProcessingException {
    store.put(bucket, "stores.json", "{\"store\": \"s1\", \"size\": 7}\n");
    Query join = new Query("q", "SELECT sum(a + size) FROM sales JOIN stores USING (store)", null);
    JsonNode first = run(request(QueryResult.Collect, List.of(), join).nodes(1, 2), "1_nodes.json");
    assertThat(first.at("/dataset/schema").asText())
        .isEqualTo("Store STRING,price DOUBLE,a BIGINT,b BIGINT");
    assertThat(first.at("/tables/stores/schema").asText()).isEqualTo("size BIGINT,store STRING");

    // Other types, which fit as well, show where a schema comes from.
    ObjectNode earlier = first.deepCopy();
    String sales = "Store STRING,price DECIMAL(10,2),a INT,b SMALLINT";
    String stores = "size DOUBLE,store STRING";
    ((ObjectNode) earlier.at("/dataset")).put("schema", sales);
    ((ObjectNode) earlier.at("/tables/stores")).put("schema", stores);
    store.put(bucket, "1_nodes.json", earlier.toString());
    JsonNode second =
        run(
            request(QueryResult.Collect, List.of(), join)
                .nodes(2, 2)
                .schemaFrom(uri("1_nodes.json")),
            "2_nodes.json");

    assertThat(second.at("/dataset/schema").asText()).isEqualTo(sales);
    assertThat(second.at("/tables/stores/schema").asText()).isEqualTo(stores);
  }

  @Test
  void readsATableWhoseColumnsDifferByTheirCase() throws JsonProcessingException {
    store.put(bucket, "sales.csv", "a,A\n1,2\n3,4\n");

    JsonNode document =
        run(
            request(
                QueryResult.Discard,
                List.of(CanonicalQuery.DISTINCT),
                new Query("q", "SELECT a, sum(A) FROM sales GROUP BY a", null)),
            "2_nodes.json");

    assertThat(document.at("/outputs/q/result/rows").asLong()).isEqualTo(2);
    assertThat(document.at("/outputs/distinct/result/rows").asLong()).isEqualTo(2);
    assertThat(document.path("remarks").toString()).contains("table sales has columns a and A");
  }

  @Test
  void tellsWhatIsWrongWithTextsBeforeSparkStarts() {
    assertThat(
            failure(
                MUST_NOT_START,
                new Query("writes", "INSERT INTO sales SELECT 1", null),
                new Query("typo", "SELEC 1", null)))
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_QUERY,
                "query writes, line 1, column 1: INSERT is not a query: give one SELECT; for work that does anything else, use type application; "
                    + "query typo, line 1, column 1: Syntax error at or near 'SELEC'"));
  }

  @Test
  void tellsWhatIsWrongWithNamesBeforeAnythingIsMeasured() {
    Failure failure =
        failure(
            new LocalSpark(),
            new Query("fine", "SELECT 1 FROM sales", null),
            new Query("unknown", "SELECT prise FROM sales", null));

    assertThat(failure.reason()).isEqualTo(FailureReason.INVALID_QUERY);
    assertThat(failure.message())
        .startsWith(
            "query unknown, line 1, column 8: A column or function parameter with name `prise` cannot be resolved. Did you mean one of the following? [`price`");
  }

  @Test
  void tellsWhichQueryFailed() {
    assertThat(
            failure(
                new LocalSpark(),
                new Query("fine", "SELECT 1 FROM sales", null),
                new Query("broken", "SELECT raise_error(store) FROM sales", null)))
        .isEqualTo(
            new Failure(
                FailureReason.QUERY_FAILED,
                "query broken failed while it ran (RuntimeException): correct it or the data; the driver's log has the details"));
  }

  @Test
  void tellsThatATableIsNotThere() {
    store.put(bucket, "queries/other.sql", "SELECT 1");
    RunRequests request =
        RunRequests.of(uri("sales.csv"))
            .workload(
                new SqlWorkload(
                    JobType.SQL,
                    "sales",
                    List.of(new NamedTable("gone", RunRequests.of(uri("gone.csv")).dataset())),
                    List.of(new Query("q", "SELECT * FROM gone", null)),
                    List.of(),
                    null));

    Failure failure = Run.execute(request.build(), MUST_NOT_START).failure();

    assertThat(failure.reason()).isEqualTo(FailureReason.DATASET_NOT_FOUND);
    assertThat(failure.message()).contains(uri("gone.csv"));
  }

  @ParameterizedTest
  @CsvSource({"sales.csv, price, true", "stores.csv, town, false"})
  void tellsWhichTableHasBadRecords(String object, String column, boolean first) {
    store.put(bucket, "sales.csv", "store,price\ns1,%s\n".formatted(first ? "much" : "1"));
    store.put(bucket, "stores.csv", "store,town\ns1,%s\n".formatted(first ? "1" : "much"));
    RunRequests request =
        RunRequests.of(uri("sales.csv"))
            .schema("store STRING, price DOUBLE")
            .workload(
                new SqlWorkload(
                    JobType.SQL,
                    "sales",
                    List.of(
                        new NamedTable(
                            "stores",
                            RunRequests.of(uri("stores.csv"))
                                .schema("store STRING, town INT")
                                .dataset())),
                    List.of(
                        new Query("q", "SELECT sum(price), sum(town) FROM sales, stores", null)),
                    List.of(),
                    null));

    Failure failure = Run.execute(request.build(), new LocalSpark()).failure();

    assertThat(failure.reason()).isEqualTo(FailureReason.MALFORMED_DATA);
    assertThat(failure.message())
        .startsWith(uri(object) + " cannot be read as csv: column '" + column + "' has 1 value")
        .doesNotContain("much");
  }

  private Failure failure(Cluster cluster, Query... queries) {
    RunReport report =
        Run.execute(request(QueryResult.Discard, List.of(), queries).build(), cluster);
    assertThat(report.succeeded()).isFalse();
    return report.failure();
  }

  private JsonNode run(RunRequests request, String output) throws JsonProcessingException {
    RunReport report = Run.execute(request.output(uri(output)).build(), new LocalSpark());
    assertThat(report.failure()).isNull();
    return new ObjectMapper().readTree(store.read(bucket, output));
  }

  private RunRequests request(
      QueryResult result, List<CanonicalQuery> canonical, Query... queries) {
    return RunRequests.of(uri("sales.csv"))
        .workload(
            new SqlWorkload(
                JobType.SQL,
                "sales",
                List.of(
                    new NamedTable(
                        "stores", RunRequests.of(uri("stores.json")).format("json").dataset())),
                List.of(queries),
                canonical,
                result));
  }

  private String uri(String key) {
    return "s3://" + bucket + "/" + key;
  }
}
