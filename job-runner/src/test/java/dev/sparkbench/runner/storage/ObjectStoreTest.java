// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.StandInStore;
import dev.sparkbench.runner.fixture.StandInStore.Request;
import dev.sparkbench.runner.fixture.TestStore;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifest's settings of the store apply to all requests of the runner itself. */
class ObjectStoreTest {

  private static final S3Uri FILE = new S3Uri("lake", "a/x.json");

  // 256 bits.
  private static final String CUSTOMER_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

  static {
    // Has credentials set for the SDK.
    TestStore.get();
  }

  private final StandInStore store = StandInStore.start();

  @AfterEach
  void close() {
    store.close();
  }

  static Stream<Arguments> configurations() {
    String s3a = "spark.hadoop.fs.s3a.";
    return Stream.of(
        Arguments.of(
            Map.of(s3a + "requester.pays.enabled", "true"),
            List.of("GET", "PUT"),
            Map.of("x-amz-request-payer", "requester")),
        Arguments.of(
            Map.of(s3a + "bucket.lake.requester.pays.enabled", "true"),
            List.of("GET", "PUT"),
            Map.of("x-amz-request-payer", "requester")),
        Arguments.of(
            Map.of(s3a + "encryption.algorithm", "AES256"),
            List.of("PUT"),
            Map.of("x-amz-server-side-encryption", "AES256")),
        Arguments.of(
            Map.of(s3a + "encryption.algorithm", "SSE-KMS", s3a + "encryption.key", "key-1"),
            List.of("PUT"),
            Map.of(
                "x-amz-server-side-encryption", "aws:kms",
                "x-amz-server-side-encryption-aws-kms-key-id", "key-1")));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void obeysWhatIsSaidToS3a(
      Map<String, String> sparkConf, List<String> methods, Map<String, String> headers) {
    try (ObjectStore objects = ObjectStore.open(store.storage(), sparkConf)) {
      useAll(objects);
    }

    assertThat(store.requests()).extracting(Request::method).contains("GET", "PUT", "DELETE");
    assertThat(store.requests().stream().filter(request -> methods.contains(request.method())))
        .isNotEmpty()
        .allSatisfy(
            request ->
                headers.forEach(
                    (name, value) -> assertThat(request.headers()).containsEntry(name, value)));
  }

  @Test
  void obeysTheSameInAReport() {
    Storage storage =
        store
            .storage()
            .withProperties(Map.of("spark.hadoop.fs.s3a.encryption.algorithm", "AES256"));
    try (ObjectStore objects = ObjectStore.open(storage)) {
      objects.put(FILE, "application/json", "{}");
    }

    assertThat(store.requests().get(0).headers())
        .containsEntry("x-amz-server-side-encryption", "AES256");
  }

  @Test
  void readsAndWritesWithACustomersKey() {
    Map<String, String> sparkConf =
        Map.of(
            "spark.hadoop.fs.s3a.encryption.algorithm",
            "SSE-C",
            "spark.hadoop.fs.s3a.encryption.key",
            CUSTOMER_KEY);
    try (ObjectStore objects = ObjectStore.open(store.storage(), sparkConf)) {
      useAll(objects);
    }

    assertThat(store.requests().stream().filter(Request::reads)).isNotEmpty();
    assertThat(store.requests().stream().filter(request -> request.reads() || request.writes()))
        .isNotEmpty()
        .allSatisfy(
            request ->
                assertThat(request.headers())
                    .containsEntry("x-amz-server-side-encryption-customer-algorithm", "AES256")
                    .containsEntry("x-amz-server-side-encryption-customer-key", CUSTOMER_KEY));
  }

  @Test
  void goesThroughAProxy() {
    URI proxy = URI.create(store.endpoint());
    Storage elsewhere = new Storage("http://store.invalid", "us-east-1", true);
    Map<String, String> sparkConf =
        Map.of(
            "spark.hadoop.fs.s3a.proxy.host", proxy.getHost(),
            "spark.hadoop.fs.s3a.proxy.port", String.valueOf(proxy.getPort()),
            "spark.hadoop.fs.s3a.proxy.ssl.enabled", "false");
    try (ObjectStore objects = ObjectStore.open(elsewhere, sparkConf)) {
      useAll(objects);
    }

    assertThat(store.requests())
        .isNotEmpty()
        .allSatisfy(
            request -> assertThat(request.headers()).containsEntry("Host", "store.invalid"));
  }

  @Test
  void waitsForAStoreThatAsksForPatience() {
    store.put("lake", "a/x.json", "{}");
    int[] left = {7};
    store.refuse(request -> left[0]-- > 0, 503, "SlowDown");

    try (ObjectStore objects = ObjectStore.open(store.storage())) {
      assertThat(objects.find(FILE)).isPresent();
    }
    assertThat(store.requests()).hasSizeGreaterThan(7);
  }

  @Test
  void readsWhatItWroteAndAnEmptyObject() {
    store.put("lake", "a/empty", "");
    try (ObjectStore objects = ObjectStore.open(store.storage())) {
      objects.put(FILE, "application/json", "{\"ü\": 1}");
      objects.requireReadable(new S3Uri("lake", "a/empty"));

      assertThat(objects.read(FILE)).isEqualTo("{\"ü\": 1}");
    }
  }

  @Test
  void takesWhatIsSecretFromTheEnvironment() {
    Map<String, String> sparkConf =
        Map.of(
            "spark.hadoop.fs.s3a.encryption.algorithm", "SSE-KMS",
            "spark.hadoop.fs.s3a.encryption.key", "${env.SPARK_LOCAL_IP}");
    try (ObjectStore objects = ObjectStore.open(store.storage(), sparkConf)) {
      objects.put(FILE, "application/json", "{}");
    }

    assertThat(store.requests().get(0).headers())
        .containsEntry("x-amz-server-side-encryption-aws-kms-key-id", "127.0.0.1");
  }

  @Test
  void refusesABucketThatSparkCouldNotRead() {
    try (ObjectStore objects = ObjectStore.open(store.storage())) {
      assertThatThrownBy(() -> objects.list("demo_data", "x"))
          .isInstanceOf(RunFailure.class)
          .hasMessageContaining("bucket 'demo_data' has a name that Hadoop's S3A cannot reach");
    }
  }

  private static void useAll(ObjectStore objects) {
    objects.requireWritable(FILE, true);
    objects.put(FILE, "application/json", "{}");
    assertThat(objects.find(FILE)).isPresent();
    assertThat(objects.list("lake", "a/")).hasSize(1);
    objects.requireReadable(FILE);
    assertThat(objects.read(FILE)).isEqualTo("{}");
  }
}
