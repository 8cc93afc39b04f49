// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static dev.sparkbench.api.contract.FailureReason.ACCESS_DENIED;
import static dev.sparkbench.api.contract.FailureReason.COLUMN_NOT_FOUND;
import static dev.sparkbench.api.contract.FailureReason.DATASET_CHANGED;
import static dev.sparkbench.api.contract.FailureReason.DATASET_NOT_FOUND;
import static dev.sparkbench.api.contract.FailureReason.EXECUTORS_UNAVAILABLE;
import static dev.sparkbench.api.contract.FailureReason.INTERNAL;
import static dev.sparkbench.api.contract.FailureReason.INVALID_CONFIGURATION;
import static dev.sparkbench.api.contract.FailureReason.INVALID_TASK;
import static dev.sparkbench.api.contract.FailureReason.MALFORMED_DATA;
import static dev.sparkbench.api.contract.FailureReason.OUT_OF_MEMORY;
import static dev.sparkbench.api.contract.FailureReason.STORAGE_UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.runner.cluster.Cluster;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every reason that the runner can say, from what brings it about. */
class FailureReasonsTest {

  private static final Cluster MUST_NOT_START =
      request -> {
        throw new AssertionError("no executors for a run that cannot succeed");
      };

  private final TestStore store = TestStore.get();
  private final String bucket = store.newBucket();
  private final String endpoint = store.storage().endpoint();

  @Test
  void nothingAtThePath() {
    assertFails(
        RunRequests.of(uri("no/such.csv")),
        MUST_NOT_START,
        DATASET_NOT_FOUND,
        "nothing to read at %s: check s3Path (a file, a prefix or a pattern; names that start with '_' or '.' are ignored)"
            .formatted(uri("no/such.csv")));
  }

  @Test
  void onlyHiddenNamesAtThePath() {
    store.put(bucket, "data/_SUCCESS", "");
    store.put(bucket, "data/.part.crc", "x");

    assertReason(RunRequests.of(uri("data")), MUST_NOT_START, DATASET_NOT_FOUND);
    assertReason(RunRequests.of(uri("data/_SUCCESS")), MUST_NOT_START, DATASET_NOT_FOUND);
  }

  @Test
  void aNameThatOnlyBeginsLikeThePath() {
    store.put(bucket, "data/sales.csv.bak", "x\n1\n");

    assertReason(RunRequests.of(uri("data/sales.csv")), MUST_NOT_START, DATASET_NOT_FOUND);
  }

  @Test
  void aPatternThatMatchesNothing() {
    store.put(bucket, "data/sales.csv", "x\n1\n");

    assertReason(RunRequests.of(uri("data/*.json")), MUST_NOT_START, DATASET_NOT_FOUND);
    assertReason(RunRequests.of(uri("data/[.csv")), MUST_NOT_START, DATASET_NOT_FOUND);
  }

  @Test
  void noSuchBucket() {
    assertFails(
        RunRequests.of("s3://absent/data.csv"),
        MUST_NOT_START,
        DATASET_NOT_FOUND,
        "the bucket of s3://absent/data.csv does not exist at %s: check storage.bucket and the path"
            .formatted(endpoint));
  }

  @Test
  void aKeyThatTheStoreRefuses() {
    TestStore.withWrongKey(
        () ->
            assertFails(
                RunRequests.of(uri("data.csv")),
                MUST_NOT_START,
                ACCESS_DENIED,
                "%s refuses access to %s (SignatureDoesNotMatch): check the keys in storage.credentialsSecret and their rights (list, get and put)"
                    .formatted(endpoint, uri("data.csv"))));
  }

  @Test
  @Timeout(15)
  void anEndpointWhereNobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    String nobody = "http://127.0.0.1:" + port;

    assertFails(
        RunRequests.of(uri("data.csv")).storage(new Storage(nobody, null, true)),
        MUST_NOT_START,
        STORAGE_UNREACHABLE,
        "%s does not answer (ConnectException: Connection refused) when asked for %s: check storage.endpoint and the network"
            .formatted(nobody, uri("data.csv")));
  }

  @Test
  @Timeout(15)
  void anEndpointThatNeverAnswers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String endpoint = "http://127.0.0.1:" + silent.getLocalPort();

      assertReason(
          RunRequests.of(uri("data.csv")).storage(new Storage(endpoint, null, true)),
          MUST_NOT_START,
          STORAGE_UNREACHABLE);
    }
  }

  @Test
  void anEndpointWithoutSuchAName() {
    assertReason(
        RunRequests.of(uri("data.csv"))
            .storage(new Storage("http://no-such-host.invalid", null, true)),
        MUST_NOT_START,
        STORAGE_UNREACHABLE);
  }

  @Test
  void anotherDatasetThanTheBaselines() {
    store.put(bucket, "data.csv", "x\n1\n");
    String identity = "sha256:00";

    RunReport report =
        Run.execute(
            RunRequests.of(uri("data.csv")).expectedIdentity(identity).build(), MUST_NOT_START);

    assertThat(report.failure().reason()).isEqualTo(DATASET_CHANGED);
    assertThat(report.failure().message())
        .startsWith(
            uri("data.csv") + " has changed since the baseline run (sha256:00, then sha256:")
        .endsWith("leave it unchanged and start over");
  }

  @Test
  void aDatasetThatChangesWhileItIsMeasured() {
    store.put(bucket, "data.csv", "x\n1\n");
    Cluster changing =
        request -> {
          store.put(bucket, "data.csv", "x\n1\n2\n");
          return new LocalSpark().start(request);
        };

    RunReport report = Run.execute(RunRequests.of(uri("data.csv")).build(), changing);

    assertThat(report.failure().reason()).isEqualTo(DATASET_CHANGED);
    assertThat(report.failure().message()).contains("has changed while it was measured");
    assertThat(store.keys(bucket)).containsExactly("data.csv");
  }

  @Test
  void aTaskThatIsNotInTheCatalogue() {
    assertReason(
        RunRequests.of(uri("data.csv")).tasks("row_count", "word_count"),
        MUST_NOT_START,
        INVALID_TASK);
  }

  @Test
  void tooFewExecutors() {
    store.put(bucket, "data.csv", "x\n1\n");

    assertFails(
        RunRequests.of(uri("data.csv")),
        LocalSpark.withExecutors(1),
        EXECUTORS_UNAVAILABLE,
        "1 of 2 executors are registered: give the cluster room for all of them, or timeouts.startSeconds more; the events of the pods labelled spark-role=executor tell what they wait for");
  }

  @Test
  void dataThatCannotBeReadIsToldBeforeExecutorsThatAreMissing() {
    store.put(bucket, "data.csv", "\n");

    assertFails(
        RunRequests.of(uri("data.csv")),
        LocalSpark.withExecutors(1),
        MALFORMED_DATA,
        uri("data.csv")
            + " cannot be read as csv: the beginnings of its objects (1 of 1 are not empty) have no line to infer columns from; correct the data or dataset.options, or give dataset.schema");
  }

  @Test
  void noMemoryLeft() {
    store.put(bucket, "data.csv", "x\n1\n");

    assertFails(
        RunRequests.of(uri("data.csv")),
        request -> {
          throw new OutOfMemoryError("Java heap space");
        },
        OUT_OF_MEMORY,
        "a JVM ran out of memory (the driver): give executor.memory or driver.memory more, or each node less data");
  }

  @Test
  void somethingUnforeseen() {
    store.put(bucket, "data.csv", "x\n1\n");

    assertFails(
        RunRequests.of(uri("data.csv")),
        request -> {
          throw new IllegalStateException("no\nsecond line");
        },
        INTERNAL,
        "IllegalStateException: no; the driver's log has the details");
  }

  @Test
  void aColumnThatIsNotThere() {
    store.put(bucket, "data.csv", "id,amount,city\n1,2,3\n");

    assertFails(
        RunRequests.of(uri("data.csv")).columns("id", "amuont"),
        new LocalSpark(),
        COLUMN_NOT_FOUND,
        "dataset.columns names 'amuont', which the dataset does not have; nearest of its 3 columns: 'amount', 'id', 'city'");
  }

  @Test
  void aColumnOfTheSchemaThatTheFilesDoNotHave(@TempDir java.nio.file.Path folder)
      throws IOException {
    java.nio.file.Path written = folder.resolve("ids");
    LocalSpark.spark()
        .createDataFrame(List.of(), new StructType().add("id", DataTypes.LongType))
        .coalesce(1)
        .write()
        .parquet(written.toUri().toString());
    try (var files = java.nio.file.Files.newDirectoryStream(written, "*.parquet")) {
      store.put(bucket, "ids.parquet", files.iterator().next());
    }

    assertFails(
        RunRequests.of(uri("ids.parquet")).format("parquet").schema("ID BIGINT"),
        new LocalSpark(),
        COLUMN_NOT_FOUND,
        "dataset.schema names 'ID', which the dataset does not have; nearest of its 1 columns: 'id'");
  }

  @Test
  void csvThatDoesNotFitItsSchema() {
    store.put(bucket, "data.csv", "a,b\n1,2\n3,top-secret\n");

    assertBadRecords(
        RunRequests.of(uri("data.csv")).schema("a INT, b INT"),
        "column 'b' has 1 value that is no INT, its type in dataset.schema");
  }

  @Test
  void csvWithOtherColumnsThanItsSchema() {
    store.put(bucket, "data.csv", "b,c\n1,2\n");

    RunReport report =
        Run.execute(
            RunRequests.of(uri("data.csv")).schema("a INT, b INT").build(), new LocalSpark());

    assertThat(report.failure().reason()).isEqualTo(MALFORMED_DATA);
    assertThat(report.failure().message())
        .contains("the header line of an object has other columns than the schema");
  }

  @Test
  void jsonThatIsNone() {
    store.put(bucket, "data.json", "{\"a\":1}\n{\"a\": top-secret\n");

    String problem = "it has 1 record that cannot be read as a JSON object";
    assertBadRecords(RunRequests.of(uri("data.json")).format("json"), problem);
    assertBadRecords(RunRequests.of(uri("data.json")).format("json").schema("a INT"), problem);
  }

  @Test
  void foldersOfDifferentColumns() {
    store.put(bucket, "data/a=1/x.csv", "x\n1\n");
    store.put(bucket, "data/b=1/x.csv", "x\n1\n");

    RunReport report = Run.execute(RunRequests.of(uri("data")).build(), new LocalSpark());

    assertThat(report.failure().reason()).isEqualTo(MALFORMED_DATA);
    assertThat(report.failure().message())
        .contains("its folders of the form column=value differ in their columns");
  }

  @Test
  void parquetAndOrcThatAreNone() {
    store.put(bucket, "data", "top-secret, but neither of the two formats");

    assertHasNoFooter(RunRequests.of(uri("data")).format("parquet"), "Parquet");
    assertHasNoFooter(RunRequests.of(uri("data")).format("orc"), "ORC");
  }

  @Test
  void filesWithoutASchema() {
    store.put(bucket, "empty/part-0", "");

    assertFails(
        RunRequests.of(uri("empty")).format("parquet"),
        new LocalSpark(),
        MALFORMED_DATA,
        "s3://%s/empty cannot be read as parquet: all of its 1 objects are empty"
            .formatted(bucket));
  }

  @Test
  void aSchemaThatIsNoDdl() {
    store.put(bucket, "data.csv", "a\n1\n");

    RunReport report =
        Run.execute(
            RunRequests.of(uri("data.csv")).schema("a NUMBERISH").build(), new LocalSpark());

    assertThat(report.failure().reason()).isEqualTo(MALFORMED_DATA);
    assertThat(report.failure().message())
        .startsWith("dataset.schema is not valid Spark DDL such as \"id BIGINT, price DOUBLE\": ")
        .contains("NUMBERISH");
  }

  @Test
  void aFormatThatIsNotRead() {
    store.put(bucket, "data.xml", "<a/>");

    assertFails(
        RunRequests.of(uri("data.xml")).format("xml"),
        new LocalSpark(),
        MALFORMED_DATA,
        "dataset.format is 'xml'; it must be one of csv, json, parquet, orc, delta, iceberg");
  }

  @Test
  void anEncodingThatIsNone() {
    store.put(bucket, "data.csv", "a\n1\n");

    assertFails(
        RunRequests.of(uri("data.csv")).options(Map.of("encoding", "klingon")),
        new LocalSpark(),
        MALFORMED_DATA,
        "dataset.options.encoding is 'klingon', which is not a known encoding: give one such as UTF-8 or ISO-8859-1");
  }

  @Test
  void anOutputBucketThatDoesNotExist() {
    store.put(bucket, "data.csv", "x\n1\n");

    assertFails(
        RunRequests.of(uri("data.csv")).output("s3://absent/2_nodes.json"),
        MUST_NOT_START,
        INVALID_CONFIGURATION,
        "the bucket of the results, s3://absent/.writable, does not exist at %s: create it, or correct storage.resultPath"
            .formatted(endpoint));
  }

  private void assertHasNoFooter(RunRequests request, String format) {
    assertFails(
        request,
        new LocalSpark(),
        MALFORMED_DATA,
        "s3://%s/data has no footer that can be read as %s (it is damaged, encrypted, or of another format): correct or remove the object, or correct dataset.format"
            .formatted(bucket, format));
  }

  private void assertBadRecords(RunRequests request, String problem) {
    RunReport report = Run.execute(request.build(), new LocalSpark());

    assertThat(report.failure().reason()).isEqualTo(MALFORMED_DATA);
    assertThat(report.failure().message())
        .startsWith(
            "%s cannot be read as %s: %s"
                .formatted(request.dataset().uri(), request.dataset().format(), problem))
        .doesNotContain("secret");
  }

  private void assertFails(
      RunRequests request, Cluster cluster, FailureReason reason, String message) {
    RunReport report = assertReason(request, cluster, reason);
    assertThat(report.failure()).isEqualTo(new Failure(reason, message));
  }

  private static RunReport assertReason(
      RunRequests request, Cluster cluster, FailureReason reason) {
    RunReport report = Run.execute(request.build(), cluster);
    assertThat(report.failure().reason()).as(report.failure().message()).isEqualTo(reason);
    assertThat(report.succeeded()).isFalse();
    assertThat(report.samples()).isEmpty();
    return report;
  }

  private String uri(String key) {
    return "s3://" + bucket + "/" + key;
  }
}
