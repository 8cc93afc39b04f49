// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.local.s3.LocalS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Uploads files into the local object store over S3. */
public final class DatasetUpload implements AutoCloseable {

  private final S3Client client;

  /** Connects to a store. */
  public DatasetUpload(LocalS3 store) {
    client = clientOf(store);
  }

  /** A client of a local store; the caller closes it. */
  public static S3Client clientOf(LocalS3 store) {
    return S3Client.builder()
        .endpointOverride(store.endpoint())
        .region(Region.of(store.region()))
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(store.accessKey(), store.secretKey())))
        .build();
  }

  /**
   * Uploads a file, unless an object of the same size is there.
   *
   * @return whether it was uploaded
   * @throws IOException if the file cannot be read
   */
  public boolean upload(Path file, S3Uri target) throws IOException {
    if (size(target).equals(Optional.of(Files.size(file)))) {
      return false;
    }
    client.putObject(
        put -> put.bucket(target.bucket()).key(target.key()), RequestBody.fromFile(file));
    return true;
  }

  private Optional<Long> size(S3Uri object) {
    try {
      return Optional.of(
          client
              .headObject(head -> head.bucket(object.bucket()).key(object.key()))
              .contentLength());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
