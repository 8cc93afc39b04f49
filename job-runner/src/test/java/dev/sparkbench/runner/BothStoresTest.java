// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.RunRequests;
import dev.sparkbench.runner.fixture.TestStore;
import dev.sparkbench.runner.storage.DatasetObjects;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.storage.StoredObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.Binarizer;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the runner asks of an object store, of two that have nothing in common. */
class BothStoresTest {

  /** More objects than a store lists in one answer. */
  private static final int MANY = 1_010;

  /** The least that S3 takes. */
  private static final int PART = 5 << 20;

  private static final List<TestStore> STORES = List.of(TestStore.get(), TestStore.second());

  /** Something to be done with a store and a bucket of its own. */
  private interface Case {
    void on(TestStore store, String bucket) throws Exception;
  }

  private static Stream<DynamicTest> onBoth(Case one) {
    return STORES.stream()
        .map(
            store ->
                DynamicTest.dynamicTest(
                    store == TestStore.get() ? "S3Proxy" : "S3Mock",
                    () -> one.on(store, store.newBucket())));
  }

  @TestFactory
  Stream<DynamicTest> listsMoreThanAPage() {
    return onBoth(
        (store, bucket) -> {
          ExecutorService pool = Executors.newFixedThreadPool(8);
          IntStream.range(0, MANY)
              .forEach(
                  i -> pool.execute(() -> store.put(bucket, "data/%04d.csv".formatted(i), "x")));
          pool.shutdown();
          assertThat(pool.awaitTermination(1, java.util.concurrent.TimeUnit.MINUTES)).isTrue();
          store.put(bucket, "data.csv", "beside it");

          try (ObjectStore objects = ObjectStore.open(store.storage())) {
            assertThat(objects.list(bucket, "data/"))
                .extracting(StoredObject::key)
                .containsExactlyElementsOf(
                    IntStream.range(0, MANY).mapToObj("data/%04d.csv"::formatted).toList());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> findsKeysAsTheyAre() {
    List<String> keys = List.of("d/a b.csv", "d/größe=1/%41+.csv", "d/x[1].csv", "d/x1.csv");
    return onBoth(
        (store, bucket) -> {
          keys.forEach(key -> store.put(bucket, key, "12345"));

          try (ObjectStore objects = ObjectStore.open(store.storage())) {
            assertThat(objects.list(bucket, "d/"))
                .extracting(StoredObject::key)
                .containsExactlyInAnyOrderElementsOf(keys);
            for (String key : keys) {
              assertThat(objects.find(new S3Uri(bucket, key)))
                  .hasValueSatisfying(found -> assertThat(found.size()).isEqualTo(5));
              assertThat(objects.read(new S3Uri(bucket, key))).isEqualTo("12345");
            }
            assertThat(objects.find(new S3Uri(bucket, "d/x"))).isEmpty();
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> tellsWhatIsNotThere() {
    return onBoth(
        (store, bucket) -> {
          store.put(bucket, "empty", "");
          try (ObjectStore objects = ObjectStore.open(store.storage())) {
            objects.requireReadable(new S3Uri(bucket, "empty"));
            assertThatThrownBy(() -> objects.requireReadable(new S3Uri(bucket, "missing")))
                .isInstanceOfSatisfying(
                    RunFailure.class,
                    e ->
                        assertThat(e.failure().reason())
                            .isEqualTo(FailureReason.DATASET_NOT_FOUND));
            assertThatThrownBy(() -> objects.list("no-such-bucket", ""))
                .isInstanceOfSatisfying(
                    RunFailure.class,
                    e ->
                        assertThat(e.failure().reason())
                            .isEqualTo(FailureReason.DATASET_NOT_FOUND));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> replacesWhatItWrites() {
    return onBoth(
        (store, bucket) -> {
          S3Uri document = new S3Uri(bucket, "out/2_nodes.json");
          try (ObjectStore objects = ObjectStore.open(store.storage())) {
            objects.requireWritable(document, true);
            objects.put(document, "application/json", "{}");
            String first = objects.find(document).orElseThrow().etag();
            objects.put(document, "application/json", "{\"ü\": 1}");

            assertThat(objects.read(document)).isEqualTo("{\"ü\": 1}");
            assertThat(objects.find(document).orElseThrow().etag()).isNotEqualTo(first);
            assertThat(store.keys(bucket)).containsExactly("out/2_nodes.json");
            assertThat(store.contentType(bucket, "out/2_nodes.json")).isEqualTo("application/json");
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> writesPartsAndReadsRanges() {
    return onBoth(
        (store, bucket) -> {
          byte[] content = new byte[2 * PART + 1_000];
          new Random(1).nextBytes(content);
          Path path = new Path("s3a://" + bucket + "/large");
          try (FileSystem s3a = s3a(store, bucket)) {
            try (OutputStream out = s3a.create(path, false)) {
              out.write(content);
            }
            // A number of parts behind the sum says that there were several.
            assertThat(s3a.getFileStatus(path).toString()).containsPattern("-3\\b");
            try (FSDataInputStream in = s3a.open(path)) {
              for (int at : List.of(2 * PART - 500, 17, PART - 1)) {
                byte[] some = new byte[1_000];
                in.readFully(at, some);
                assertThat(some).isEqualTo(Arrays.copyOfRange(content, at, at + some.length));
              }
            }
            assertThatThrownBy(() -> s3a.create(path, false).close())
                .isInstanceOf(FileAlreadyExistsException.class);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> replacesModels() {
    return onBoth(
        (store, bucket) -> {
          SparkSession spark = LocalSpark.spark();
          spark
              .sparkContext()
              .hadoopConfiguration()
              .set("fs.s3a.bucket." + bucket + ".endpoint", store.storage().endpoint());
          String path = "s3a://" + bucket + "/models/2_nodes/x";
          for (double threshold : new double[] {0.25, 0.75}) {
            new Pipeline()
                .setStages(
                    new PipelineStage[] {
                      new Binarizer().setInputCol("a").setOutputCol("b").setThreshold(threshold)
                    })
                .fit(spark.range(1).selectExpr("0.5D AS a"))
                .write()
                .overwrite()
                .save(path);
          }

          assertThat(((Binarizer) PipelineModel.load(path).stages()[0]).getThreshold())
              .isEqualTo(0.75);
        });
  }

  @TestFactory
  Stream<DynamicTest> measures() {
    return onBoth(
        (store, bucket) -> {
          LocalSpark.spark()
              .sparkContext()
              .hadoopConfiguration()
              .set("fs.s3a.bucket." + bucket + ".endpoint", store.storage().endpoint());
          store.put(bucket, "data/k=1/a.csv", "x\n1\n2\n");
          store.put(bucket, "data/k=2/b.csv", "x\n3\n");

          RunReport report =
              Run.execute(
                  RunRequests.of("s3://" + bucket + "/data")
                      .storage(store.storage())
                      .output("s3://" + bucket + "/out/2_nodes.json")
                      .build(),
                  new LocalSpark());

          assertThat(report.failure()).isNull();
          try (ObjectStore objects = ObjectStore.open(store.storage())) {
            assertThat(report.datasetIdentity())
                .isEqualTo(
                    DatasetObjects.find(objects, S3Uri.parse("s3://" + bucket + "/data"))
                        .identity());
          }
          assertThat(
                  new ObjectMapper()
                      .readTree(store.read(bucket, "out/2_nodes.json").getBytes(UTF_8))
                      .at("/outputs/row_count/rows")
                      .asInt())
              .isEqualTo(3);
        });
  }

  private static FileSystem s3a(TestStore store, String bucket) throws IOException {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.s3a.endpoint", store.storage().endpoint());
    hadoop.set("fs.s3a.endpoint.region", store.storage().region());
    hadoop.set("fs.s3a.path.style.access", "true");
    hadoop.set("fs.s3a.connection.ssl.enabled", "false");
    hadoop.set(
        "fs.s3a.aws.credentials.provider",
        "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider");
    hadoop.set("fs.s3a.multipart.size", String.valueOf(PART));
    return FileSystem.newInstance(URI.create("s3a://" + bucket), hadoop);
  }
}
