// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class LocalS3Test {

  @TempDir Path folder;

  @Test
  void givesBackWhatWasPut() {
    try (LocalS3 s3 = LocalS3.start(folder, 0);
        S3Client client = client(s3, s3.secretKey())) {
      s3.createBucket("data");
      put(client, "user/größe 1.csv", "a,b\n1,2\n");

      assertThat(get(client, "user/größe 1.csv")).isEqualTo("a,b\n1,2\n");
      assertThat(folder.resolve("data/user/größe 1.csv")).hasContent("a,b\n1,2\n");
    }
  }

  @Test
  void listsWhatLiesBelowAPrefixWithSizesAndETags() {
    try (LocalS3 s3 = LocalS3.start(folder, 0);
        S3Client client = client(s3, s3.secretKey())) {
      s3.createBucket("data");
      put(client, "user/part/b", "22");
      put(client, "user/part/a", "1");
      put(client, "user/part-other", "333");

      List<S3Object> listed =
          client.listObjectsV2(r -> r.bucket("data").prefix("user/part/")).contents();

      assertThat(listed).extracting(S3Object::key).containsExactly("user/part/a", "user/part/b");
      assertThat(listed).extracting(S3Object::size).containsExactly(1L, 2L);
      // The MD5 sums of "1" and "22".
      assertThat(listed)
          .extracting(S3Object::eTag)
          .containsExactly(
              "\"c4ca4238a0b923820dcc509a6f75849b\"", "\"b6d767d2f8ed5d21a44b0e5886680cb9\"");
    }
  }

  @Test
  void joinsTheUploadedParts() {
    try (LocalS3 s3 = LocalS3.start(folder, 0);
        S3Client client = client(s3, s3.secretKey())) {
      s3.createBucket("data");
      byte[] first = new byte[5 * 1024 * 1024];
      Arrays.fill(first, (byte) 'x');

      String upload = client.createMultipartUpload(r -> r.bucket("data").key("big")).uploadId();
      CompletedPart one = part(client, upload, 1, first);
      CompletedPart two = part(client, upload, 2, "end".getBytes(StandardCharsets.UTF_8));
      client.completeMultipartUpload(
          r ->
              r.bucket("data")
                  .key("big")
                  .uploadId(upload)
                  .multipartUpload(parts -> parts.parts(one, two)));

      assertThat(get(client, "big")).isEqualTo("x".repeat(first.length) + "end");
    }
  }

  @Test
  void refusesAWrongKey() {
    try (LocalS3 s3 = LocalS3.start(folder, 0);
        S3Client client = client(s3, "wrong")) {
      s3.createBucket("data");

      S3Exception refusal =
          catchThrowableOfType(
              S3Exception.class, () -> client.listObjectsV2(r -> r.bucket("data")));

      assertThat(refusal.statusCode()).isEqualTo(403);
      assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch");
    }
  }

  @Test
  void keepsItsObjectsOverARestart() {
    int port;
    try (LocalS3 s3 = LocalS3.start(folder, 0);
        S3Client client = client(s3, s3.secretKey())) {
      s3.createBucket("data");
      put(client, "kept", "value");
      port = s3.endpoint().getPort();
    }
    try (LocalS3 s3 = LocalS3.start(folder, port);
        S3Client client = client(s3, s3.secretKey())) {
      s3.createBucket("data");

      assertThat(get(client, "kept")).isEqualTo("value");
      assertThat(client.headObject(r -> r.bucket("data").key("kept")).eTag())
          .isEqualTo("\"2063c1608d6e0baf80249c42e2be5804\"");
    }
  }

  @Test
  void saysWhatIsMissing() {
    try (LocalS3 s3 = LocalS3.start(folder, 0);
        S3Client client = client(s3, s3.secretKey())) {
      s3.createBucket("data");

      assertThatThrownBy(() -> get(client, "absent")).isInstanceOf(NoSuchKeyException.class);
    }
  }

  @Test
  void namesAPortThatIsTaken() {
    try (LocalS3 s3 = LocalS3.start(folder, 0)) {
      int taken = s3.endpoint().getPort();

      assertThatThrownBy(() -> LocalS3.start(folder, taken))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "cannot start the object store on 127.0.0.1:%d; choose a free port, or 0 for any",
              taken);
    }
  }

  @Test
  void makesItsFolder() {
    Path missing = folder.resolve("not/there/yet");
    try (LocalS3 s3 = LocalS3.start(missing, 0)) {
      assertThat(Files.isDirectory(missing)).isTrue();
      assertThat(s3.endpoint().getHost()).isEqualTo("127.0.0.1");
    }
  }

  private static CompletedPart part(S3Client client, String upload, int number, byte[] bytes) {
    String etag =
        client
            .uploadPart(
                r -> r.bucket("data").key("big").uploadId(upload).partNumber(number),
                RequestBody.fromBytes(bytes))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  private static void put(S3Client client, String key, String text) {
    client.putObject(r -> r.bucket("data").key(key), RequestBody.fromString(text));
  }

  private static String get(S3Client client, String key) {
    return client.getObjectAsBytes(r -> r.bucket("data").key(key)).asUtf8String();
  }

  private static S3Client client(LocalS3 s3, String secretKey) {
    return S3Client.builder()
        .endpointOverride(s3.endpoint())
        .region(Region.of(s3.region()))
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(s3.accessKey(), secretKey)))
        .build();
  }
}
