// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sparkbench.api.catalogue.CanonicalQuery;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.api.contract.SqlWorkload;
import dev.sparkbench.api.contract.SqlWorkload.NamedTable;
import dev.sparkbench.api.contract.SqlWorkload.Query;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.work.Prepared;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Mistakes in queries that are found before Spark starts, with texts in the store. */
class SqlFamilyTest {

  private final TestStore store = TestStore.get();
  private final String bucket = store.newBucket();
  private final List<Query> queries = new ArrayList<>();
  private List<CanonicalQuery> canonical = List.of();

  @Test
  void takesTextsFromTheManifestFromObjectsAndFromFolders() {
    store.put(bucket, "q/b-2.sql", "SELECT 2");
    store.put(bucket, "q/a_1.sql", "\uFEFFSELECT 1;\n");
    store.put(bucket, "q/README.md", "no query");
    store.put(bucket, "q/.hidden.sql", "no query");
    store.put(bucket, "q/older/c.sql", "no query");
    store.put(bucket, "top.txt", "SELECT 'ü'");
    queries.add(new Query("zero", "SELECT 0", null));
    queries.add(new Query(null, null, uri("q/")));
    queries.add(new Query("top", null, uri("top.txt")));

    Prepared prepared = prepare();

    assertThat(prepared.facts().keySet())
        .containsExactly("query zero", "query a_1", "query b-2", "query top");
    assertThat(prepared.facts())
        .containsEntry("query top", new NamedQuery("top", "SELECT 'ü'").digest());
    assertThat(prepared.tables()).extracting(NamedTable::name).containsExactly("dataset", "stores");
  }

  @Test
  void tellsOfAllTextsThatAreNotThere() {
    store.put(bucket, "q/Upper.sql", "SELECT 1");
    store.put(bucket, "q/long.sql", "SELECT " + "1".repeat(16 * 1024));
    queries.add(new Query("gone", null, uri("gone.sql")));
    queries.add(new Query(null, null, uri("none/")));
    queries.add(new Query(null, null, uri("q/")));

    assertThat(refusal())
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_QUERY,
                ("query gone is to come from s3://%1$s/gone.sql, where nothing lies: correct sql.queries.from, or put the text there; a folder has a / at the end; "
                        + "queries are to come from s3://%1$s/none/, where no object has a name that ends in .sql: correct sql.queries.from, or put the texts there; "
                        + "s3://%1$s/q/Upper.sql would be a query named 'Upper': rename it to small letters, digits, - and _, with a letter in front, 63 at most; "
                        + "query long at s3://%1$s/q/long.sql has 16391 bytes, and 16384 are the most: shorten it")
                    .formatted(bucket)));
  }

  @Test
  void tellsOfNamesThatAreThereTwice() {
    store.put(bucket, "q/scan.sql", "SELECT 1");
    queries.add(new Query(null, null, uri("q/")));
    canonical = List.of(CanonicalQuery.SCAN);

    assertThat(refusal().message())
        .isEqualTo(
            "2 queries are named scan, counting those in folders and the canonical ones: give each a name of its own");
  }

  @Test
  void tellsOfTooManyAndOfNone() {
    assertThat(refusal().message())
        .isEqualTo("sql.queries has no query, and sql.canonical neither: name some");

    IntStream.range(0, 129).forEach(i -> queries.add(new Query("q" + i, "SELECT " + i, null)));
    assertThat(refusal().message())
        .isEqualTo(
            "sql.queries are 129 queries, with those in the store, and 128 are the most: measure fewer at a time");
  }

  @Test
  void tellsOfTextsThatAreNoText() {
    store.put(bucket, "q/binary.sql", new byte[] {'S', (byte) 0xff, (byte) 0xfe});
    queries.add(new Query(null, null, uri("q/")));

    assertThat(refusal().message())
        .isEqualTo(
            "query binary at s3://%s/q/binary.sql is not text of UTF-8: save it as UTF-8"
                .formatted(bucket));
  }

  @Test
  void looksAtTextsOfTheStoreAsAtOthers() {
    store.put(bucket, "evil.sql", "SELECT 1\n;\nDROP TABLE x");
    queries.add(new Query("evil", null, uri("evil.sql")));

    assertThat(refusal().message())
        .isEqualTo(
            "query evil, line 3, column 1: Syntax error at or near 'DROP': extra input 'DROP'");
  }

  @Test
  void saysWhatTheStoreAnswers() {
    queries.add(new Query("q", null, uri("q.sql")));

    TestStore.withWrongKey(
        () -> assertThat(refusal().reason()).isEqualTo(FailureReason.ACCESS_DENIED));

    queries.set(0, new Query("q", null, "s3://no-such-bucket/q.sql"));
    assertThat(refusal().message()).contains("no-such-bucket");
  }

  private String uri(String key) {
    return "s3://" + bucket + "/" + key;
  }

  private Failure refusal() {
    return catchThrowableOfType(RunFailure.class, this::prepare).failure();
  }

  private Prepared prepare() {
    RunRequest request =
        RunRequests.of("s3://" + bucket + "/data.csv")
            .workload(
                new SqlWorkload(
                    JobType.SQL,
                    null,
                    List.of(
                        new NamedTable(
                            "stores", RunRequests.of("s3://" + bucket + "/stores").dataset())),
                    queries,
                    canonical,
                    null))
            .build();
    try (ObjectStore open = ObjectStore.open(request.storage())) {
      return new SqlFamily().prepare(request, open);
    }
  }
}
